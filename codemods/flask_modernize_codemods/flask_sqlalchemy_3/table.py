"""What Flask-SQLAlchemy moved, renamed or removed up to 3.1; rows by the id in the upgrade matrix."""

from __future__ import annotations

from flask_modernize.rules.kinds import (
    Moved,
    PositionalToKeyword,
    RemovedKeyword,
    RenamedAttribute,
    RenamedKeyword,
    ReplacedCall,
    ReplacedName,
    Reported,
    Rule,
)
from flask_modernize.rules.matches import Matcher
from flask_modernize_codemods.flask_sqlalchemy_3.configuration import CONFIG_RULES as CONFIG_RULES
from flask_modernize_codemods.flask_sqlalchemy_3.contexts import CONTEXTS
from flask_modernize_codemods.flask_sqlalchemy_3.database_uris import DATABASE_URIS
from flask_modernize_codemods.flask_sqlalchemy_3.initialisation import INITIALISATION
from flask_modernize_codemods.flask_sqlalchemy_3.members import MEMBERS
from flask_modernize_codemods.flask_sqlalchemy_3.table_names import TABLE_NAMES
from flask_modernize_codemods.flask_sqlalchemy_3.templates import TEMPLATE_RULES as TEMPLATE_RULES

_DB = "flask_sqlalchemy.SQLAlchemy"
_CURRENT_APP = ("flask.current_app",)

_IMPORTS: tuple[Rule, ...] = (
    Moved("fsa-basequery", "flask_sqlalchemy.BaseQuery", "flask_sqlalchemy.query.Query"),
    Moved("fsa-pagination-import", "flask_sqlalchemy.Pagination", "flask_sqlalchemy.pagination.Pagination"),
    Reported(
        "fsa-pagination-import",
        "flask_sqlalchemy.pagination.Pagination",
        "a page of a list cannot be made with Pagination() any more",
        "Let db.paginate(select(...)) make it, or write a small class with the attributes that the templates use.",
        called=True,
    ),
    Moved(
        "fsa-get-debug-queries",
        "flask_sqlalchemy.get_debug_queries",
        "flask_sqlalchemy.record_queries.get_recorded_queries",
    ),
    RenamedAttribute("fsa-get-debug-queries", "flask_sqlalchemy.record_queries.QueryInfo", "context", "location"),
    Moved("fsa-signallingsession", "flask_sqlalchemy.SignallingSession", "flask_sqlalchemy.session.Session"),
    Moved("fsa-model-import", "flask_sqlalchemy.Model", "flask_sqlalchemy.model.Model"),
    Moved("fsa-model-import", "flask_sqlalchemy.DefaultMeta", "flask_sqlalchemy.model.DefaultMeta"),
    Moved("fsa-model-import", "flask_sqlalchemy._BoundDeclarativeMeta", "flask_sqlalchemy.model.DefaultMeta"),
    Moved("fsa-model-import", "flask_sqlalchemy.camel_to_snake_case", "flask_sqlalchemy.model.camel_to_snake_case"),
    *(
        Moved("fsa-track-modifications", f"flask_sqlalchemy.{name}", f"flask_sqlalchemy.track_modifications.{name}")
        for name in ("models_committed", "before_models_committed")
    ),
    Moved("fsa-model-import", "flask_sqlalchemy._QueryProperty", "flask_sqlalchemy.model._QueryProperty"),
    ReplacedName(
        "fsa-version-attr",
        "flask_sqlalchemy.__version__",
        '{:version}("flask-sqlalchemy")',
        ("importlib.metadata.version",),
    ),
)

_DATABASE: tuple[Rule, ...] = (
    PositionalToKeyword(
        "fsa-paginate-positional",
        "sqlalchemy.orm.Query.paginate",
        ("page", "per_page", "error_out", "max_per_page"),
    ),
    RemovedKeyword("fsa-config-native-unicode", _DB, "use_native_unicode"),
    *(
        ReplacedCall(
            "fsa-get-engine", f"{_DB}.get_engine", f"{{self}}.engines[{{{key}=}}]", (), (0, 1), ("app",), given=key
        )
        for key in ("bind", "bind_key")
    ),
    ReplacedCall("fsa-get-engine", f"{_DB}.get_engine", "{self}.engines[{1}]", (), (2, 2)),
    ReplacedCall("fsa-get-engine", f"{_DB}.get_engine", "{self}.engine", (), (0, 1), ("app",)),
    ReplacedCall("fsa-model-import", "flask_sqlalchemy.get_state", '{0}.extensions["sqlalchemy"]', (), (1, 1)),
    ReplacedCall("fsa-get-app", f"{_DB}.get_app", "{:current_app}", _CURRENT_APP, (0, 0)),
    ReplacedCall(
        "fsa-get-tables-for-bind", f"{_DB}.get_tables_for_bind", "{self}.metadatas[None].tables.values()", (), (0, 0)
    ),
    ReplacedCall(
        "fsa-get-tables-for-bind", f"{_DB}.get_tables_for_bind", "{self}.metadatas[{0}].tables.values()", (), (1, 1)
    ),
    ReplacedCall(
        "fsa-get-tables-for-bind", f"{_DB}.get_tables_for_bind", "{self}.metadatas[{bind=}].tables.values()", (), (0, 0)
    ),
    Reported(
        "fsa-get-tables-for-bind",
        f"{_DB}.get_binds",
        "get_binds() is gone",
        "Take the tables from `db.metadatas[key]` and the engines from `db.engines[key]`.",
    ),
    *(
        RenamedKeyword("fsa-create-all-bind-app", f"{_DB}.{name}", "bind", "bind_key")
        for name in ("create_all", "drop_all", "reflect")
    ),
    *(
        Reported(
            "fsa-create-scoped-session",
            f"{_DB}.{name}",
            f"{name}() is gone",
            advice,
            everyday=True,
        )
        for name, advice in (
            ("make_connector", "Use db.engine."),
            ("create_session", "Make a sqlalchemy.orm.sessionmaker, or give SQLAlchemy(session_options=...)."),
            ("create_engine", "Call sqlalchemy.create_engine()."),
        )
    ),
    *(
        Reported(
            "fsa-create-scoped-session",
            f"{_DB}.{name}",
            f"{name}() is never called any more",
            advice,
            overridden=True,
        )
        for name, advice in (
            ("apply_driver_hacks", "Override `_apply_driver_defaults`, or give SQLAlchemy(engine_options=...)."),
            ("apply_pool_defaults", "Override `_apply_driver_defaults`, or give SQLAlchemy(engine_options=...)."),
            ("create_scoped_session", "Give SQLAlchemy(session_options=...)."),
            ("create_session", "Give SQLAlchemy(session_options=...)."),
            ("make_declarative_base", "Give SQLAlchemy(model_class=...)."),
            ("get_engine", "Override the `engines` property."),
        )
    ),
    *(
        RenamedAttribute("fsa-db-names-missing", _DB, old, new)
        for old, new in (("eagerload", "joinedload"), ("Binary", "LargeBinary"), ("PassiveDefault", "DefaultClause"))
    ),
    *(
        Reported(
            "fsa-db-names-missing",
            f"{_DB}.{name}",
            f"`{name}` is gone",
            advice,
            everyday=True,
        )
        for name, advice in (
            ("comparable_property", "Use a hybrid_property with a comparator (sqlalchemy.ext.hybrid)."),
            ("mapper", "Use sqlalchemy.orm.registry().map_imperatively()."),
        )
    ),
)

RULES: tuple[Rule, ...] = (*_IMPORTS, *_DATABASE)
MATCHERS: tuple[Matcher, ...] = (DATABASE_URIS, TABLE_NAMES, INITIALISATION, CONTEXTS, MEMBERS)

STILL_WORKS = frozenset(
    {
        "flask_sqlalchemy.__version__",
    }
)
"""Old names that today's version has, too: their use does not tell for which one the code was written."""

OLD_NAMES = ("flask_sqlalchemy.FSADeprecationWarning",)
"""What today's version has not, and the codemods above look after."""
