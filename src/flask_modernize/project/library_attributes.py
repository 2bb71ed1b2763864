"""Attributes that hold sessions or mapped classes because the library whose class has them says so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Content = Literal["session", "model"]


@dataclass(frozen=True, slots=True)
class LibraryAttribute:
    """``attribute`` (dotted) of the objects of every class whose full name starts with ``classes``."""

    holds: Content
    classes: str
    attribute: str
    source: str
    """Where the library says so."""


LIBRARY_ATTRIBUTES = (
    LibraryAttribute(
        "session",
        "flask_appbuilder.",
        "get_session",
        "AppBuilder.get_session, SecurityManager.get_session: 'Get the current sqlalchemy session'"
        " (flask_appbuilder/base.py, flask_appbuilder/security/sqla/manager.py)",
    ),
    LibraryAttribute(
        "session",
        "flask_appbuilder.",
        "appbuilder.get_session",
        "BaseView.appbuilder and BaseSecurityManager.appbuilder are the AppBuilder object"
        " (flask_appbuilder/baseviews.py, flask_appbuilder/security/manager.py)",
    ),
    LibraryAttribute(
        "session",
        "flask_appbuilder.models.sqla.interface.SQLAInterface",
        "session",
        "SQLAInterface(Model, db.session) (flask_appbuilder/models/sqla/interface.py)",
    ),
    LibraryAttribute(
        "session",
        "flask_admin.contrib.sqla.",
        "session",
        "ModelView(model, session): 'SQLAlchemy session' (flask_admin/contrib/sqla/view.py, ajax.py, form.py)",
    ),
    LibraryAttribute(
        "session",
        "flask_admin.contrib.sqla.validators.Unique",
        "db_session",
        "Unique(db_session, model, column) (flask_admin/contrib/sqla/validators.py)",
    ),
    LibraryAttribute(
        "session",
        "flask_rest_jsonapi.",
        "session",
        "the functions of data_layer['methods'] are methods of the data layer, which has every key of data_layer as an"
        " attribute (flask_rest_jsonapi/data_layers/base.py)",
    ),
    LibraryAttribute(
        "session",
        "sqlalchemy_helpers.flask_ext.DatabaseExtension",
        "session",
        "'the database Session instance to use' (sqlalchemy_helpers/flask_ext.py)",
    ),
    LibraryAttribute(
        "model",
        "flask_appbuilder.models.sqla.interface.SQLAInterface",
        "obj",
        "SQLAInterface(obj): class_mapper(obj) is taken of it (flask_appbuilder/models/sqla/interface.py)",
    ),
    *(
        LibraryAttribute(
            "model",
            "flask_appbuilder.security.sqla.manager.SecurityManager",
            f"{name}_model",
            "'Override to set your own User Model' (flask_appbuilder/security/sqla/manager.py)",
        )
        for name in ("user", "role", "permission", "viewmenu", "permissionview", "registeruser")
    ),
    LibraryAttribute(
        "model",
        "flask_admin.contrib.sqla.",
        "model",
        "ModelView(model, session): 'Model class' (flask_admin/contrib/sqla/view.py, ajax.py, validators.py)",
    ),
)


def library_attribute(holds: Content, cls: str, attribute: str) -> LibraryAttribute | None:
    """What a library says of an attribute of its class, both by their full names."""
    for each in LIBRARY_ATTRIBUTES:
        if each.holds == holds and each.attribute == attribute and cls.startswith(each.classes):
            return each
    return None
