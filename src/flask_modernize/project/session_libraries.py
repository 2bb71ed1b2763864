"""Attributes that are sessions because the library that has them says so."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SessionAttribute:
    """``attribute`` (dotted) of the objects of every class whose full name starts with ``classes``."""

    classes: str
    attribute: str
    source: str
    """Where the library says so."""


SESSION_ATTRIBUTES = (
    SessionAttribute(
        "flask_appbuilder.",
        "get_session",
        "AppBuilder.get_session, SecurityManager.get_session: 'Get the current sqlalchemy session'"
        " (flask_appbuilder/base.py, flask_appbuilder/security/sqla/manager.py)",
    ),
    SessionAttribute(
        "flask_appbuilder.",
        "appbuilder.get_session",
        "BaseView.appbuilder and BaseSecurityManager.appbuilder are the AppBuilder object"
        " (flask_appbuilder/baseviews.py, flask_appbuilder/security/manager.py)",
    ),
    SessionAttribute(
        "flask_appbuilder.models.sqla.interface.SQLAInterface",
        "session",
        "SQLAInterface(Model, db.session) (flask_appbuilder/models/sqla/interface.py)",
    ),
    SessionAttribute(
        "flask_admin.contrib.sqla.",
        "session",
        "ModelView(model, session): 'SQLAlchemy session' (flask_admin/contrib/sqla/view.py, ajax.py, form.py)",
    ),
    SessionAttribute(
        "flask_admin.contrib.sqla.validators.Unique",
        "db_session",
        "Unique(db_session, model, column) (flask_admin/contrib/sqla/validators.py)",
    ),
)


def session_attribute(cls: str, attribute: str) -> SessionAttribute | None:
    """What is known of an attribute of the class of a library, by their full names."""
    for each in SESSION_ATTRIBUTES:
        if each.attribute == attribute and cls.startswith(each.classes):
            return each
    return None
