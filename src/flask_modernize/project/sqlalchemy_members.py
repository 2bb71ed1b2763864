"""What SQLAlchemy and Flask-SQLAlchemy say of their classes; part of :mod:`flask_modernize.project.library_members`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def _each(receiver: str, members: str, gives: str) -> Iterable[tuple[str, str]]:
    return ((f"{receiver}.{member}", gives) for member in members.split())


def _modules(cls: str, modules: str) -> Iterable[tuple[str, str]]:
    """Other modules from which a class (or function) can be imported."""
    name = cls.rpartition(".")[2]
    return ((f"{module}.{name}", cls) for module in modules.split())


_TYPES = (
    "String Unicode Text UnicodeText Integer SmallInteger BigInteger Numeric Float LargeBinary Boolean Enum"
    " DateTime Date Time"
)
_STATEMENTS = "select insert update delete text case and_ or_ literal_column bindparam func"

ALIASES: Mapping[str, str] = {
    **dict(_modules("flask_sqlalchemy.SQLAlchemy", "flask_sqlalchemy.extension")),
    "flask_sqlalchemy.BaseQuery": "flask_sqlalchemy.query.Query",
    "flask_sqlalchemy.Pagination": "flask_sqlalchemy.pagination.Pagination",
    "flask_sqlalchemy.get_debug_queries": "flask_sqlalchemy.record_queries.get_recorded_queries",
    **dict(_modules("sqlalchemy.create_engine", "sqlalchemy.engine")),
    **dict(_modules("sqlalchemy.engine.Connection", "sqlalchemy.engine.base sqlalchemy")),
    **dict(_modules("sqlalchemy.engine.Engine", "sqlalchemy.engine.base sqlalchemy")),
    **dict(_modules("sqlalchemy.engine.URL", "sqlalchemy.engine.url sqlalchemy")),
    **dict(_modules("sqlalchemy.engine.make_url", "sqlalchemy.engine.url sqlalchemy")),
    **dict(_modules("sqlalchemy.orm.Query", "sqlalchemy.orm.query")),
    **dict(_modules("sqlalchemy.orm.Mapper", "sqlalchemy.orm.mapper")),
    **dict(_modules("sqlalchemy.orm.Session", "sqlalchemy.orm.session")),
    **dict(_modules("sqlalchemy.orm.sessionmaker", "sqlalchemy.orm.session")),
    **dict(_modules("sqlalchemy.orm.scoped_session", "sqlalchemy.orm.scoping")),
    **dict(_modules("sqlalchemy.orm.declarative_base", "sqlalchemy.ext.declarative sqlalchemy.ext.declarative.api")),
    **dict(_modules("sqlalchemy.MetaData", "sqlalchemy.schema sqlalchemy.sql.schema")),
    **dict(_modules("sqlalchemy.Table", "sqlalchemy.schema sqlalchemy.sql.schema")),
    **dict(_modules("sqlalchemy.Column", "sqlalchemy.schema sqlalchemy.sql.schema")),
    **dict(_modules("sqlalchemy.DDL", "sqlalchemy.schema sqlalchemy.sql.ddl")),
    **dict(
        pair
        for name in _STATEMENTS.split()
        for pair in _modules(f"sqlalchemy.{name}", "sqlalchemy.sql sqlalchemy.sql.expression sqlalchemy.expression")
    ),
    **dict(
        pair
        for name in _TYPES.split()
        for pair in _modules(f"sqlalchemy.{name}", "sqlalchemy.types sqlalchemy.sql.sqltypes")
    ),
}

BASES: Mapping[str, tuple[str, ...]] = {
    "flask_sqlalchemy.query.Query": ("sqlalchemy.orm.Query",),
    "flask_sqlalchemy.session.Session": ("sqlalchemy.orm.Session",),
    "flask_sqlalchemy.SignallingSession": ("sqlalchemy.orm.Session",),
    "sqlalchemy.orm.scoped_session": ("sqlalchemy.orm.Session",),
    "sqlalchemy.Table": ("sqlalchemy.sql.FromClause",),
    "sqlalchemy.sql.Subquery": ("sqlalchemy.sql.FromClause",),
    "sqlalchemy.sql.Select": ("sqlalchemy.sql.SelectBase", "sqlalchemy.sql.Executable"),
    "sqlalchemy.sql.CompoundSelect": ("sqlalchemy.sql.SelectBase", "sqlalchemy.sql.Executable"),
    "sqlalchemy.sql.Insert": ("sqlalchemy.sql.Executable",),
    "sqlalchemy.sql.Update": ("sqlalchemy.sql.Executable",),
    "sqlalchemy.sql.Delete": ("sqlalchemy.sql.Executable",),
    "sqlalchemy.sql.TextClause": ("sqlalchemy.sql.Executable",),
    "sqlalchemy.sql.FunctionElement": ("sqlalchemy.sql.ColumnElement", "sqlalchemy.sql.Executable"),
    "sqlalchemy.orm.InstrumentedAttribute": ("sqlalchemy.sql.ColumnElement",),
    "sqlalchemy.Column": ("sqlalchemy.sql.ColumnElement",),
    "flask_sqlalchemy.Table": ("sqlalchemy.Table",),
}

_QUERY_STEPS = (
    "add_columns add_entity correlate distinct enable_eagerloads execution_options filter filter_by from_self"
    " group_by having intersect join limit offset options order_by outerjoin populate_existing prefix_with"
    " select_entity_from select_from slice suffix_with union union_all with_entities with_for_update with_hint"
    " with_lockmode with_parent with_labels yield_per params reset_joinpoint autoflush except_ where"
)
_SELECT_STEPS = (
    "where select_from order_by group_by having limit offset distinct join outerjoin options correlate with_for_update"
    " filter filter_by column add_columns with_only_columns execution_options prefix_with params apply_labels"
)

STEPS = frozenset(f"{_QUERY_STEPS} {_SELECT_STEPS}".split())
"""Methods of queries and ``select()`` that give another one."""

RESULTS: Mapping[str, str] = {
    "sqlalchemy.create_engine": "sqlalchemy.engine.Engine",
    "sqlalchemy.engine_from_config": "sqlalchemy.engine.Engine",
    "sqlalchemy.engine.engine_from_config": "sqlalchemy.engine.Engine",
    "sqlalchemy.engine.make_url": "sqlalchemy.engine.URL",
    "sqlalchemy.engine.URL.create": "sqlalchemy.engine.URL",
    "sqlalchemy.engine.Engine.connect": "sqlalchemy.engine.Connection",
    "sqlalchemy.engine.Engine.contextual_connect": "sqlalchemy.engine.Connection",
    "sqlalchemy.engine.Engine.begin": "sqlalchemy.engine.Connection",
    "sqlalchemy.engine.Engine.execute": "sqlalchemy.engine.Result",
    "sqlalchemy.engine.Engine.execution_options": "sqlalchemy.engine.Engine",
    "sqlalchemy.engine.Connection.execute": "sqlalchemy.engine.Result",
    "sqlalchemy.engine.Connection.execution_options": "sqlalchemy.engine.Connection",
    "sqlalchemy.engine.Connection.exec_driver_sql": "sqlalchemy.engine.Result",
    "alembic.op.get_bind": "sqlalchemy.engine.Connection",
    "sqlalchemy.orm.Session.execute": "sqlalchemy.engine.Result",
    "sqlalchemy.orm.Session.connection": "sqlalchemy.engine.Connection",
    "sqlalchemy.orm.Session.get_bind": "sqlalchemy.engine.Engine",
    "sqlalchemy.orm.Session.query": "sqlalchemy.orm.Query",
    "sqlalchemy.orm.Session.begin": "sqlalchemy.orm.SessionTransaction",
    "sqlalchemy.orm.Query.paginate": "flask_sqlalchemy.pagination.Pagination",
    "sqlalchemy.orm.Query.subquery": "sqlalchemy.sql.Subquery",
    "sqlalchemy.orm.class_mapper": "sqlalchemy.orm.Mapper",
    "sqlalchemy.orm.object_mapper": "sqlalchemy.orm.Mapper",
    "sqlalchemy.engine.Result.first": "sqlalchemy.engine.Row",
    "sqlalchemy.engine.Result.fetchone": "sqlalchemy.engine.Row",
    "sqlalchemy.engine.Result.one": "sqlalchemy.engine.Row",
    "sqlalchemy.engine.Result.one_or_none": "sqlalchemy.engine.Row",
    **dict(_each("sqlalchemy.engine.Result", "fetchall fetchmany all", "sqlalchemy.engine.Rows")),
    **dict(_each("sqlalchemy.orm.Query", _QUERY_STEPS, "sqlalchemy.orm.Query")),
    "flask_sqlalchemy.SQLAlchemy.get_engine": "sqlalchemy.engine.Engine",
    "flask_sqlalchemy.SQLAlchemy.create_scoped_session": "sqlalchemy.orm.scoped_session",
    "flask_sqlalchemy.SQLAlchemy.Table": "sqlalchemy.Table",
    "flask_sqlalchemy.SQLAlchemy.Column": "sqlalchemy.Column",
    "flask_sqlalchemy.SQLAlchemy.MetaData": "sqlalchemy.MetaData",
    "flask_sqlalchemy.SQLAlchemy.create_session": "sqlalchemy.orm.sessionmaker",
    "flask_sqlalchemy.record_queries.get_recorded_queries": "flask_sqlalchemy.record_queries.QueryInfos",
    "sqlalchemy.inspect": "sqlalchemy.inspection",
    "sqlalchemy.orm.sessionmaker": "sqlalchemy.orm.sessionmaker",
    "sqlalchemy.orm.scoped_session": "sqlalchemy.orm.scoped_session",
    "sqlalchemy.orm.sessionmaker.__call__": "sqlalchemy.orm.Session",
    "sqlalchemy.orm.scoped_session.__call__": "sqlalchemy.orm.Session",
    "sqlalchemy.orm.create_session": "sqlalchemy.orm.Session",
    "sqlalchemy.orm.declarative_base": "sqlalchemy.orm.DeclarativeMeta",
    "flask_sqlalchemy.SQLAlchemy.make_declarative_base": "sqlalchemy.orm.DeclarativeMeta",
    "sqlalchemy.select": "sqlalchemy.sql.Select",
    "sqlalchemy.insert": "sqlalchemy.sql.Insert",
    "sqlalchemy.update": "sqlalchemy.sql.Update",
    "sqlalchemy.delete": "sqlalchemy.sql.Delete",
    "sqlalchemy.text": "sqlalchemy.sql.TextClause",
    "sqlalchemy.union": "sqlalchemy.sql.CompoundSelect",
    "sqlalchemy.union_all": "sqlalchemy.sql.CompoundSelect",
    "sqlalchemy.Table.select": "sqlalchemy.sql.Select",
    "sqlalchemy.Table.insert": "sqlalchemy.sql.Insert",
    "sqlalchemy.Table.update": "sqlalchemy.sql.Update",
    "sqlalchemy.Table.delete": "sqlalchemy.sql.Delete",
    "sqlalchemy.Table.count": "sqlalchemy.sql.Select",
    **dict(_each("sqlalchemy.sql.Select", _SELECT_STEPS, "sqlalchemy.sql.Select")),
    "sqlalchemy.sql.Select.subquery": "sqlalchemy.sql.Subquery",
    "sqlalchemy.sql.Select.alias": "sqlalchemy.sql.Subquery",
    **dict(_each("sqlalchemy.sql.Insert", "values returning prefix_with from_select", "sqlalchemy.sql.Insert")),
    **dict(_each("sqlalchemy.sql.Update", "values where returning", "sqlalchemy.sql.Update")),
    **dict(_each("sqlalchemy.sql.Delete", "where returning", "sqlalchemy.sql.Delete")),
    **dict(_each("sqlalchemy.sql.TextClause", "bindparams columns execution_options", "sqlalchemy.sql.TextClause")),
}

MEMBERS: Mapping[str, str] = {
    "flask_sqlalchemy.SQLAlchemy.session": "sqlalchemy.orm.scoped_session",
    "flask_sqlalchemy.SQLAlchemy.engine": "sqlalchemy.engine.Engine",
    "flask_sqlalchemy.SQLAlchemy.metadata": "sqlalchemy.MetaData",
    "sqlalchemy.orm.Session.bind": "sqlalchemy.engine.Engine",
    "sqlalchemy.orm.DeclarativeMeta.metadata": "sqlalchemy.MetaData",
    "sqlalchemy.engine.Engine.url": "sqlalchemy.engine.URL",
    "sqlalchemy.engine.Engine.dialect": "sqlalchemy.engine.Dialect",
    "sqlalchemy.engine.Connection.dialect": "sqlalchemy.engine.Dialect",
    "sqlalchemy.engine.Connection.engine": "sqlalchemy.engine.Engine",
    "sqlalchemy.sql.FromClause.c": "sqlalchemy.sql.ColumnCollection",
    "sqlalchemy.sql.FromClause.columns": "sqlalchemy.sql.ColumnCollection",
}

ITEMS: Mapping[str, str] = {
    "sqlalchemy.engine.Result": "sqlalchemy.engine.Row",
    "sqlalchemy.engine.Rows": "sqlalchemy.engine.Row",
    "flask_sqlalchemy.record_queries.QueryInfos": "flask_sqlalchemy.record_queries.QueryInfo",
}
"""A class -> the class of what an object of it gives when it is iterated or indexed with a number."""

ANY_MEMBER: Mapping[str, str] = {
    "sqlalchemy.sql.ColumnCollection": "sqlalchemy.Column",
}
"""A class -> the class of whatever its attributes hold, but methods (see :data:`RESULTS`)."""
