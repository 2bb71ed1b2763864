"""What SQLAlchemy moved, renamed or removed up to 2.0; rows by the id in the upgrade matrix."""

from __future__ import annotations

from flask_modernize.rules.kinds import (
    ChangedValue,
    Moved,
    MovedModule,
    RemovedKeyword,
    RenamedAttribute,
    RenamedKeyword,
    ReplacedAttribute,
    ReplacedCall,
    Reported,
    Rule,
)
from flask_modernize.rules.matches import Matcher
from flask_modernize_codemods.sqlalchemy_2.bound_metadata import BOUND_METADATA
from flask_modernize_codemods.sqlalchemy_2.criteria import CRITERIA
from flask_modernize_codemods.sqlalchemy_2.drivers import drivers
from flask_modernize_codemods.sqlalchemy_2.engines import ENGINES
from flask_modernize_codemods.sqlalchemy_2.events import EVENTS
from flask_modernize_codemods.sqlalchemy_2.mapping import MAPPING
from flask_modernize_codemods.sqlalchemy_2.relationship_paths import RELATIONSHIP_PATHS
from flask_modernize_codemods.sqlalchemy_2.rows import ROWS
from flask_modernize_codemods.sqlalchemy_2.selects import SELECTS
from flask_modernize_codemods.sqlalchemy_2.statements_run import STATEMENTS_RUN
from flask_modernize_codemods.sqlalchemy_2.urls import URLS

_INSPECT = ("sqlalchemy.inspect",)

_IMPORTS: tuple[Rule, ...] = (
    *(
        Moved("sa-declarative-base-location", f"{module}.{name}", f"sqlalchemy.orm.{new or name}")
        for module in ("sqlalchemy.ext.declarative", "sqlalchemy.ext.declarative.api")
        for name, new in (
            ("declarative_base", ""),
            ("declared_attr", ""),
            ("as_declarative", ""),
            ("has_inherited_table", ""),
            ("synonym_for", ""),
            ("DeclarativeMeta", ""),
        )
    ),
    Moved("sa-relation", "sqlalchemy.orm.relation", "sqlalchemy.orm.relationship"),
    Moved("sa-compile-mappers", "sqlalchemy.orm.compile_mappers", "sqlalchemy.orm.configure_mappers"),
    *(
        Moved("sa-result-keys-rowproxy", f"{module}.{old}", f"sqlalchemy.engine.{new}")
        for module in ("sqlalchemy.engine", "sqlalchemy.engine.result", "sqlalchemy.engine.base")
        for old, new in (("RowProxy", "Row"), ("LegacyRow", "Row"), ("ResultProxy", "CursorResult"))
    ),
    Moved("sa-result-keys-rowproxy", "sqlalchemy.engine.LegacyCursorResult", "sqlalchemy.engine.CursorResult"),
    *(
        Moved("sa-types-binary", f"{module}.Binary", f"{module}.LargeBinary")
        for module in ("sqlalchemy", "sqlalchemy.types")
    ),
    *(
        Moved("sa-passivedefault", f"{module}.PassiveDefault", f"{module}.DefaultClause")
        for module in ("sqlalchemy", "sqlalchemy.schema")
    ),
    MovedModule("sa-exc-dbapi", "sqlalchemy.exceptions", "sqlalchemy.exc"),
    MovedModule("sa-exc-dbapi", "sqlalchemy.databases.*", "sqlalchemy.dialects"),
    Moved("sa-util-langhelpers", "sqlalchemy.util._collections.AbstractKeyedTuple", "sqlalchemy.engine.Row"),
    # No row of a query was one since SQLAlchemy 1.0: a check for it was false, and for `Row` it would be true.
    *(
        Reported(
            "sa-util-langhelpers",
            f"sqlalchemy.util.{name}",
            "it is gone; rows of queries were of another class since SQLAlchemy 1.0 already",
            "Write sqlalchemy.engine.Row where rows of queries are meant, and a named tuple for other ones.",
        )
        for name in ("KeyedTuple", "_collections.KeyedTuple", "_collections.lightweight_named_tuple")
    ),
    Moved("sa-util-langhelpers", "sqlalchemy.util.OrderedDict", "collections.OrderedDict"),
    *(
        Moved("sa-mapped-collection-names", f"sqlalchemy.orm.collections.{old}", f"sqlalchemy.orm.{new}")
        for old, new in (
            ("attribute_mapped_collection", "attribute_keyed_dict"),
            ("column_mapped_collection", "column_keyed_dict"),
            ("mapped_collection", "keyfunc_mapping"),
            ("MappedCollection", "KeyFuncDict"),
        )
    ),
)

_ENGINES: tuple[Rule, ...] = (
    ReplacedCall(
        "sa-engine-scalar-has-table",
        "sqlalchemy.engine.Engine.has_table",
        "{:inspect}({self}).has_table({args})",
        _INSPECT,
    ),
    ReplacedCall(
        "sa-engine-scalar-has-table",
        "sqlalchemy.engine.Engine.table_names",
        "{:inspect}({self}).get_table_names({args})",
        _INSPECT,
    ),
    ReplacedCall(
        "sa-engine-scalar-has-table",
        "sqlalchemy.engine.Dialect.has_table",
        "{:inspect}({0}).has_table({1})",
        _INSPECT,
        (2, 2),
    ),
    ReplacedCall(
        "sa-engine-scalar-has-table",
        "sqlalchemy.engine.Dialect.has_table",
        "{:inspect}({0}).has_table({1}, schema={schema=})",
        _INSPECT,
        (2, 2),
    ),
    RenamedAttribute("sa-engine-scalar-has-table", "sqlalchemy.engine.Engine", "contextual_connect", "connect"),
    *(
        Reported(
            "sa-engine-scalar-has-table",
            f"sqlalchemy.engine.{cls}.{name}",
            f"{cls}.{name}() is gone",
            "Write `with engine.begin() as connection:` and call the function with the connection.",
            everyday=True,
        )
        for cls in ("Engine", "Connection")
        for name in ("run_callable", "transaction")
    ),
    *(
        RemovedKeyword("sa-create-engine-args", "sqlalchemy.create_engine", keyword)
        for keyword in ("convert_unicode", "case_sensitive", "empty_in_strategy", "encoding", "server_side_cursors")
    ),
    RemovedKeyword(
        "sa-create-engine-args",
        "sqlalchemy.create_engine",
        "strategy",
        ("plain",),
        "'threadlocal': use scoped_session. 'mock': call create_mock_engine(url, executor).",
    ),
    *(
        Reported(
            "sa-create-engine-args",
            "sqlalchemy.create_engine",
            f"`{keyword}=` is not taken any more",
            "Listen for the engine's events with sqlalchemy.event.listens_for() instead.",
            keyword=keyword,
        )
        for keyword in ("listeners", "proxy")
    ),
    *(
        RemovedKeyword(
            "sa-create-engine-future",
            name,
            "future",
            (True,),
            "The old behaviour is gone; SQLAlchemy 2.0 has one only.",
        )
        for name in ("sqlalchemy.create_engine", "sqlalchemy.orm.sessionmaker", "sqlalchemy.orm.Session")
    ),
    ReplacedCall("sa-url-immutable", "sqlalchemy.engine.URL", "{func}.create({args})"),
    ReplacedCall("sa-column-collection", "sqlalchemy.sql.ColumnCollection.has_key", "{0} in {self}", arguments=(1, 1)),
)

_SESSIONS: tuple[Rule, ...] = (
    *(
        Reported(
            "sa-autocommit",
            name,
            "`autocommit=True` is an error",
            "Open transactions with `with session.begin():`, or give the engine isolation_level='AUTOCOMMIT'.",
            keyword="autocommit",
            values=(True,),
        )
        for name in (
            "sqlalchemy.orm.sessionmaker",
            "sqlalchemy.orm.Session",
            "sqlalchemy.orm.create_session",
            "sqlalchemy.engine.Engine.execution_options",
            "sqlalchemy.engine.Connection.execution_options",
            "sqlalchemy.sql.TextClause.execution_options",
        )
    ),
    Reported(
        "sa-subtransactions",
        "sqlalchemy.orm.Session.begin",
        "`subtransactions=` is gone",
        "Use session.begin_nested() for savepoints, or let only the outermost caller begin and commit.",
        keyword="subtransactions",
    ),
    ReplacedAttribute("sa-session-transaction", "sqlalchemy.orm.Session", "transaction", "{self}.get_transaction()"),
    *(
        ReplacedCall(
            "sa-session-close-all",
            f"{name}.close_all",
            "{:close_all_sessions}()",
            ("sqlalchemy.orm.close_all_sessions",),
        )
        for name in ("sqlalchemy.orm.Session", "sqlalchemy.orm.sessionmaker")
    ),
    *(
        Reported(
            "sa-session-prune-weak",
            name,
            f"`{keyword}=` is not taken any more",
            advice,
            keyword=keyword,
        )
        for name in ("sqlalchemy.orm.sessionmaker", "sqlalchemy.orm.Session", "sqlalchemy.orm.scoped_session")
        for keyword, advice in (
            ("weak_identity_map", "Keep references to the objects that have to stay in the session."),
            ("extension", "Listen for the session's events with sqlalchemy.event.listens_for() instead."),
        )
    ),
    Reported(
        "sa-session-prune-weak",
        "sqlalchemy.orm.Session.prune",
        "Session.prune() is gone",
        "Take the call out: the identity map has only weak references.",
        everyday=True,
    ),
    RenamedKeyword("sa-session-refresh-lockmode", "sqlalchemy.orm.Session.refresh", "lockmode", "with_for_update"),
    *(
        ChangedValue("sa-session-refresh-lockmode", "sqlalchemy.orm.Session.refresh", "lockmode", old, new)
        for old, new in (("update", "True"), ("read", '{"read": True}'), ("update_nowait", '{"nowait": True}'))
    ),
    *(
        ReplacedCall("sa-text-kwargs", "sqlalchemy.text", template, arguments=(1, 1), given=given)
        for given, template in (
            ("typemap", "{func}({0}).bindparams(*{bindparams=}).columns(**{typemap=})"),
            ("bindparams", "{func}({0}).bindparams(*{bindparams=})"),
            ("typemap", "{func}({0}).columns(**{typemap=})"),
        )
    ),
    RemovedKeyword("sa-is-modified-passive", "sqlalchemy.orm.Session.is_modified", "passive"),
    RenamedAttribute("sa-scalar-subquery", "sqlalchemy.orm.Query", "as_scalar", "scalar_subquery"),
    RenamedAttribute("sa-scalar-subquery", "sqlalchemy.sql.SelectBase", "as_scalar", "scalar_subquery"),
    *(
        ReplacedCall(
            "sa-with-lockmode",
            "sqlalchemy.orm.Query.with_lockmode",
            f"{{self}}.with_for_update({new})",
            arguments=(1, 1),
            constants=(old,),
        )
        for old, new in (("update", ""), ("read", "read=True"), ("update_nowait", "nowait=True"))
    ),
    ReplacedCall(
        "sa-session-execute-mapper",
        "sqlalchemy.orm.Session.connection",
        '{self}.connection(bind_arguments={{"mapper": {mapper=}}})',
        arguments=(0, 0),
        given="mapper",
    ),
)

_QUERIES: tuple[Rule, ...] = (
    *(
        Reported(
            "sa-join-aliased",
            f"sqlalchemy.orm.Query.{method}",
            f"`{keyword}=` is not taken any more",
            "Make the alias yourself, aliased(Model), and join and filter with it.",
            keyword=keyword,
        )
        for method in ("join", "outerjoin")
        for keyword in ("aliased", "from_joinpoint")
    ),
    Reported(
        "sa-from-self",
        "sqlalchemy.orm.Query.from_self",
        "Query.from_self() is gone",
        "Make a sub-query and select from an alias of it: aliased(Model, query.subquery()).",
    ),
    *(
        Reported(
            "sa-select-entity-from",
            f"sqlalchemy.orm.Query.{name}",
            f"Query.{name}() is gone",
            advice,
        )
        for name, advice in (
            ("select_entity_from", "Select from aliased(Model, subquery) instead."),
            ("with_polymorphic", "Query sqlalchemy.orm.with_polymorphic(Model, classes) instead."),
        )
    ),
    *(
        Reported(
            "sa-query-value-values",
            f"sqlalchemy.orm.Query.{name}",
            f"Query.{name}() is deprecated",
            f"Write {new}.",
            called=True,
            everyday=True,
        )
        for name, new in (
            ("value", "query.with_entities(column).scalar()"),
            ("values", "query.with_entities(*columns)"),
        )
    ),
    *(
        Reported(
            "sa-select-as-from",
            f"sqlalchemy.sql.SelectBase.{name}",
            "a select() has no columns to select from, and makes a sub-query each time",
            "Make the sub-query once, `subquery = statement.subquery()`, and use its columns.",
            everyday=True,
        )
        for name in ("c", "columns")
    ),
)

_MAPPING: tuple[Rule, ...] = (
    *(
        RemovedKeyword("sa-string-convert-unicode", f"sqlalchemy.{name}", keyword)
        for name in ("String", "Text", "Unicode", "UnicodeText")
        for keyword in ("convert_unicode", "unicode_error", "_warn_on_bytestring")
    ),
    RemovedKeyword("sa-declarative-base-bind", "sqlalchemy.orm.declarative_base", "bind"),
    *(
        Reported(
            "sa-declarative-removed",
            f"sqlalchemy.ext.declarative.{name}",
            f"{name} is gone",
            advice,
        )
        for name, advice in (
            ("comparable_using", "Use a hybrid_property with a comparator."),
            ("instrument_declarative", "Use sqlalchemy.orm.registry().map_declaratively()."),
            ("base._declarative_constructor", "Write a constructor of your own."),
            ("clsregistry._class_resolver", "Resolve the names yourself."),
        )
    ),
    Reported(
        "sa-comparable-property",
        "sqlalchemy.orm.comparable_property",
        "comparable_property is gone",
        "Use a hybrid_property with a comparator (sqlalchemy.ext.hybrid).",
    ),
    *(
        Reported(
            "sa-extension-classes",
            name,
            f"{name.rpartition('.')[2]} is gone",
            f"Make each of its methods a listener: @event.listens_for({target}).",
        )
        for name, target in (
            ("sqlalchemy.orm.interfaces.MapperExtension", "Model, 'before_insert'"),
            ("sqlalchemy.orm.MapperExtension", "Model, 'before_insert'"),
            ("sqlalchemy.orm.interfaces.SessionExtension", "Session, 'after_commit'"),
            ("sqlalchemy.orm.SessionExtension", "Session, 'after_commit'"),
            ("sqlalchemy.orm.interfaces.AttributeExtension", "Model.attribute, 'set'"),
            ("sqlalchemy.orm.AttributeExtension", "Model.attribute, 'set'"),
            ("sqlalchemy.interfaces.PoolListener", "Pool, 'connect'"),
            ("sqlalchemy.interfaces.ConnectionProxy", "Engine, 'before_cursor_execute'"),
        )
    ),
    *(
        Reported(
            "sa-mapper-extra",
            "sqlalchemy.orm.mapper",
            f"`{keyword}=` is not taken any more",
            advice,
            keyword=keyword,
        )
        for keyword, advice in (
            ("non_primary", "Make a relationship to an aliased class."),
            ("order_by", "Order in the queries."),
            ("extension", "Listen for the mapper's events with sqlalchemy.event.listens_for()."),
        )
    ),
    Reported(
        "sa-lazy-noload",
        "sqlalchemy.orm.relationship",
        "`lazy='noload'` is deprecated, and gives an empty value as if there were nothing",
        "Use lazy='raise', or a query where the rows are needed.",
        keyword="lazy",
        values=("noload",),
    ),
    Reported(
        "sa-lazy-noload",
        "sqlalchemy.orm.noload",
        "noload() is deprecated, and gives an empty value as if there were nothing",
        "Use raiseload().",
        called=True,
    ),
    Reported(
        "sa-relationship-cascade-backrefs",
        "sqlalchemy.orm.relationship",
        "`cascade_backrefs=True` is an error: an object is not added to a session through its parent any more",
        "Take it out, and call session.add() for objects that are made with a parent.",
        keyword="cascade_backrefs",
        values=(True,),
    ),
    Reported(
        "sa-subquery-function",
        "sqlalchemy.subquery",
        "subquery() is gone",
        "Write select(...).subquery(name).",
    ),
    Reported(
        "sa-threadlocal-metadata",
        "sqlalchemy.ThreadLocalMetaData",
        "ThreadLocalMetaData is gone",
        "Use MetaData, and give the engine where it is needed.",
    ),
    *(
        Reported(
            "sa-baked",
            f"sqlalchemy.ext.baked.{name}",
            f"{name} is gone",
            "Take it out: statements are cached without it.",
        )
        for name in ("baked_lazyload", "baked_lazyload_all", "bake_lazy_loaders", "unbake_lazy_loaders")
    ),
    *(
        Reported(
            "sa-engine-strategies",
            name,
            "engine strategies are gone",
            "Use create_mock_engine(), or scoped_session instead of 'threadlocal'.",
        )
        for name in (
            "sqlalchemy.engine.strategies",
            "sqlalchemy.engine.threadlocal",
            "sqlalchemy.engine.strategies.DefaultEngineStrategy",
            "sqlalchemy.engine.strategies.MockEngineStrategy",
            "sqlalchemy.engine.threadlocal.TLEngine",
        )
    ),
    *(
        Reported(
            "sa-collection-linker",
            f"sqlalchemy.orm.collections.collection.{name}",
            f"collection.{name} is gone",
            advice,
        )
        for name, advice in (
            ("linker", "Listen for the attribute's `init_collection` event."),
            ("link", "Listen for the attribute's `init_collection` event."),
            ("converter", "Listen for the attribute's `bulk_replace` event."),
        )
    ),
    *(
        RenamedAttribute("sa-isnot-notin", "sqlalchemy.sql.ColumnElement", old, new)
        for old, new in (
            ("isnot", "is_not"),
            ("notin_", "not_in"),
            ("notlike", "not_like"),
            ("notilike", "not_ilike"),
            ("nullsfirst", "nulls_first"),
            ("nullslast", "nulls_last"),
        )
    ),
    RenamedAttribute("sa21-mapped-table", "sqlalchemy.orm.Mapper", "mapped_table", "persist_selectable"),
    RenamedKeyword("sa-table-create-bind", "sqlalchemy.MetaData.reflect", "engine", "bind"),
)

RULES: tuple[Rule, ...] = (*_IMPORTS, *_ENGINES, *_SESSIONS, *_QUERIES, *_MAPPING)

MATCHERS: tuple[Matcher, ...] = (
    STATEMENTS_RUN,
    ENGINES,
    SELECTS,
    CRITERIA,
    ROWS,
    RELATIONSHIP_PATHS,
    BOUND_METADATA,
    URLS,
    EVENTS,
    MAPPING,
)

CODEMODS = (drivers,)

STILL_WORKS = frozenset(
    {
        "sqlalchemy.engine.URL",
        "sqlalchemy.text",
        "sqlalchemy.ext.declarative.declarative_base",
        "sqlalchemy.ext.declarative.declared_attr",
        "sqlalchemy.ext.declarative.as_declarative",
        "sqlalchemy.ext.declarative.has_inherited_table",
        "sqlalchemy.ext.declarative.synonym_for",
        "sqlalchemy.ext.declarative.DeclarativeMeta",
        "sqlalchemy.engine.ResultProxy",
        "sqlalchemy.util.OrderedDict",
        "sqlalchemy.orm.collections.attribute_mapped_collection",
        "sqlalchemy.orm.collections.column_mapped_collection",
        "sqlalchemy.orm.collections.mapped_collection",
        "sqlalchemy.orm.collections.MappedCollection",
        "sqlalchemy.orm.Query.as_scalar",
        "sqlalchemy.sql.SelectBase.as_scalar",
        "sqlalchemy.sql.SelectBase.c",
        "sqlalchemy.sql.SelectBase.columns",
        "sqlalchemy.engine.strategies",
        "sqlalchemy.engine.strategies.MockEngineStrategy",
        "sqlalchemy.orm.collections.collection.converter",
        "sqlalchemy.sql.ColumnElement.isnot",
        "sqlalchemy.sql.ColumnElement.notin_",
        "sqlalchemy.sql.ColumnElement.notlike",
        "sqlalchemy.sql.ColumnElement.notilike",
        "sqlalchemy.sql.ColumnElement.nullsfirst",
        "sqlalchemy.sql.ColumnElement.nullslast",
        "sqlalchemy.orm.Mapper.mapped_table",
    }
)
"""Old names that today's version has, too: their use does not tell for which one the code was written."""
