"""What libraries say of their own classes: which is which, what descends from what, what members and functions give.

All names are full names. A class is known under one name, its usual import path; :data:`ALIASES` has the others. The
tables hold for every version that an application under migration may have been written for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

ALIASES: Mapping[str, str] = {
    "flask.app.Flask": "flask.Flask",
    "flask.blueprints.Blueprint": "flask.Blueprint",
    "flask.wrappers.Request": "flask.Request",
    "flask.wrappers.Response": "flask.Response",
    "flask.config.Config": "flask.Config",
    "flask.helpers.flash": "flask.flash",
    "flask.helpers.make_response": "flask.make_response",
    "flask.helpers.safe_join": "flask.safe_join",
    "flask.helpers.send_file": "flask.send_file",
    "flask.helpers.send_from_directory": "flask.send_from_directory",
    "flask.helpers.url_for": "flask.url_for",
    "flask.json.jsonify": "flask.jsonify",
    "flask.templating.render_template_string": "flask.render_template_string",
    "flask.globals._app_ctx_stack": "flask._app_ctx_stack",
    "flask.globals._request_ctx_stack": "flask._request_ctx_stack",
    "flask_login.login_manager.LoginManager": "flask_login.LoginManager",
    "flask_login.mixins.UserMixin": "flask_login.UserMixin",
    "flask_login.mixins.AnonymousUserMixin": "flask_login.AnonymousUserMixin",
    "flask_login.AnonymousUser": "flask_login.AnonymousUserMixin",
    "flask_sqlalchemy.extension.SQLAlchemy": "flask_sqlalchemy.SQLAlchemy",
    "flask_sqlalchemy.BaseQuery": "flask_sqlalchemy.query.Query",
    "flask_sqlalchemy.Pagination": "flask_sqlalchemy.pagination.Pagination",
    "flask_wtf.form.FlaskForm": "flask_wtf.FlaskForm",
    "flask_wtf.form.Form": "flask_wtf.Form",
    "sqlalchemy.engine.base.Connection": "sqlalchemy.engine.Connection",
    "sqlalchemy.engine.base.Engine": "sqlalchemy.engine.Engine",
    "sqlalchemy.engine.Row": "sqlalchemy.engine.Row",
    "sqlalchemy.engine.url.URL": "sqlalchemy.engine.URL",
    "sqlalchemy.orm.query.Query": "sqlalchemy.orm.Query",
    "sqlalchemy.orm.session.Session": "sqlalchemy.orm.Session",
    "sqlalchemy.orm.scoping.scoped_session": "sqlalchemy.orm.scoped_session",
    "sqlalchemy.sql.schema.MetaData": "sqlalchemy.MetaData",
    "sqlalchemy.schema.MetaData": "sqlalchemy.MetaData",
    "sqlalchemy.schema.Table": "sqlalchemy.Table",
    "werkzeug.wrappers.Request": "werkzeug.Request",
    "werkzeug.wrappers.BaseRequest": "werkzeug.Request",
    "werkzeug.wrappers.Response": "werkzeug.Response",
    "werkzeug.wrappers.BaseResponse": "werkzeug.Response",
    "werkzeug.BaseResponse": "werkzeug.Response",
    "werkzeug.BaseRequest": "werkzeug.Request",
    "werkzeug.test.Client": "werkzeug.test.Client",
    "werkzeug.Client": "werkzeug.test.Client",
    "wtforms.form.Form": "wtforms.Form",
}
"""Other names of a class -> the name that it has here."""

BASES: Mapping[str, tuple[str, ...]] = {
    "flask.Flask": ("flask.Scaffold",),
    "flask.Blueprint": ("flask.Scaffold",),
    "flask.Request": ("werkzeug.Request",),
    "flask.Response": ("werkzeug.Response",),
    "flask.testing.FlaskClient": ("werkzeug.test.Client",),
    "werkzeug.test.TestResponse": ("werkzeug.Response",),
    "flask.TestResponse": ("flask.Response", "werkzeug.test.TestResponse"),
    "flask_login.current_user": ("flask_login.UserMixin", "flask_login.AnonymousUserMixin"),
    "flask_sqlalchemy.query.Query": ("sqlalchemy.orm.Query",),
    "sqlalchemy.orm.scoped_session": ("sqlalchemy.orm.Session",),
    "flask_sqlalchemy.session.Session": ("sqlalchemy.orm.Session",),
    "flask_sqlalchemy.SignallingSession": ("sqlalchemy.orm.Session",),
    "flask_wtf.FlaskForm": ("wtforms.Form",),
    "flask_wtf.Form": ("wtforms.Form",),
    "sqlalchemy.Table": ("sqlalchemy.sql.FromClause",),
}
"""A class -> the classes that it descends from, nearest first; ``flask.Scaffold`` is what Flask and Blueprint share."""

OBJECTS: Mapping[str, str] = {
    "flask.current_app": "flask.Flask",
    "flask.g": "flask.ctx._AppCtxGlobals",
    "flask.request": "flask.Request",
    "flask.session": "flask.sessions.SecureCookieSession",
    "flask_login.current_user": "flask_login.current_user",
    "flask_security.current_user": "flask_login.current_user",
    "flask_jwt_extended.current_user": "flask_jwt_extended.current_user",
}
"""Objects that a library offers ready-made -> their class."""

_QUERY_STEPS = (
    "add_columns add_entity all_ correlate distinct enable_eagerloads execution_options filter filter_by from_self"
    " group_by having intersect join limit offset options order_by outerjoin populate_existing prefix_with"
    " select_entity_from select_from slice suffix_with union union_all with_entities with_for_update with_hint"
    " with_lockmode with_parent with_labels yield_per params reset_joinpoint autoflush except_ order_by"
)


def _each(receiver: str, members: str, gives: str) -> Iterable[tuple[str, str]]:
    return ((f"{receiver}.{member}", gives) for member in members.split())


RESULTS: Mapping[str, str] = {
    "flask.jsonify": "flask.Response",
    "flask.json.jsonify": "flask.Response",
    "flask.make_response": "flask.Response",
    "flask.redirect": "flask.Response",
    "flask.send_file": "flask.Response",
    "flask.send_from_directory": "flask.Response",
    "flask.Flask.make_response": "flask.Response",
    "flask.Flask.test_client": "flask.testing.FlaskClient",
    "flask.Flask.test_cli_runner": "flask.testing.FlaskCliRunner",
    "flask.Flask.app_context": "flask.ctx.AppContext",
    "flask.Flask.test_request_context": "flask.ctx.RequestContext",
    **dict(_each("flask.testing.FlaskClient", "get post put patch delete head options open", "flask.TestResponse")),
    "flask.testing.FlaskClient.session_transaction": "flask.sessions.SecureCookieSession",
    **dict(_each("werkzeug.test.Client", "get post put patch delete head options open", "werkzeug.test.TestResponse")),
    "flask_jwt_extended.create_access_token": "builtins.str",
    "sqlalchemy.create_engine": "sqlalchemy.engine.Engine",
    "sqlalchemy.engine.create_engine": "sqlalchemy.engine.Engine",
    "sqlalchemy.engine_from_config": "sqlalchemy.engine.Engine",
    "sqlalchemy.engine.Engine.connect": "sqlalchemy.engine.Connection",
    "sqlalchemy.engine.Engine.begin": "sqlalchemy.engine.Connection",
    "sqlalchemy.engine.Engine.execute": "sqlalchemy.engine.Result",
    "sqlalchemy.engine.Connection.execute": "sqlalchemy.engine.Result",
    "sqlalchemy.orm.Session.execute": "sqlalchemy.engine.Result",
    "sqlalchemy.orm.Session.connection": "sqlalchemy.engine.Connection",
    "sqlalchemy.orm.Session.get_bind": "sqlalchemy.engine.Engine",
    "sqlalchemy.orm.Session.query": "sqlalchemy.orm.Query",
    "sqlalchemy.orm.Query.paginate": "flask_sqlalchemy.pagination.Pagination",
    "sqlalchemy.engine.Result.first": "sqlalchemy.engine.Row",
    "sqlalchemy.engine.Result.fetchone": "sqlalchemy.engine.Row",
    "sqlalchemy.engine.Result.one": "sqlalchemy.engine.Row",
    **dict(_each("sqlalchemy.orm.Query", _QUERY_STEPS, "sqlalchemy.orm.Query")),
    "flask_sqlalchemy.SQLAlchemy.get_engine": "sqlalchemy.engine.Engine",
    "flask_sqlalchemy.SQLAlchemy.create_scoped_session": "sqlalchemy.orm.scoped_session",
    "sqlalchemy.inspect": "sqlalchemy.inspection",
    "sqlalchemy.orm.sessionmaker": "sqlalchemy.orm.sessionmaker",
    "werkzeug.datastructures.FileStorage": "werkzeug.datastructures.FileStorage",
}
"""A function, or ``Class.method`` -> the class of what it gives. Calling a class gives an object of it."""

MEMBERS: Mapping[str, str] = {
    "flask.Flask.config": "flask.Config",
    "flask.Flask.jinja_env": "jinja2.Environment",
    "flask.Flask.url_map": "werkzeug.routing.Map",
    "flask.Flask.cli": "flask.cli.AppGroup",
    "flask.Blueprint.cli": "flask.cli.AppGroup",
    "werkzeug.Request.user_agent": "werkzeug.UserAgent",
    "werkzeug.Request.authorization": "werkzeug.datastructures.Authorization",
    "werkzeug.Request.files": "werkzeug.datastructures.FileMultiDict",
    "werkzeug.Request.headers": "werkzeug.datastructures.Headers",
    "werkzeug.Request.args": "werkzeug.datastructures.MultiDict",
    "werkzeug.Request.form": "werkzeug.datastructures.MultiDict",
    "werkzeug.Request.values": "werkzeug.datastructures.MultiDict",
    "werkzeug.Response.headers": "werkzeug.datastructures.Headers",
    "werkzeug.Response.cache_control": "werkzeug.datastructures.ResponseCacheControl",
    "werkzeug.Request.cache_control": "werkzeug.datastructures.RequestCacheControl",
    "flask.testing.FlaskClient.cookie_jar": "http.cookiejar.CookieJar",
    "flask_sqlalchemy.SQLAlchemy.session": "sqlalchemy.orm.scoped_session",
    "flask_sqlalchemy.SQLAlchemy.engine": "sqlalchemy.engine.Engine",
    "flask_sqlalchemy.SQLAlchemy.metadata": "sqlalchemy.MetaData",
    "sqlalchemy.orm.Session.bind": "sqlalchemy.engine.Engine",
    "sqlalchemy.engine.Engine.url": "sqlalchemy.engine.URL",
    "sqlalchemy.engine.Engine.dialect": "sqlalchemy.engine.Dialect",
    "celery.Celery.conf": "celery.app.utils.Settings",
}
"""``Class.attribute`` -> the class of what it holds."""

PARAMETERS: Mapping[str, tuple[str, ...]] = {
    "flask.Scaffold.after_request": ("flask.Response",),
    "flask.Blueprint.after_app_request": ("flask.Response",),
    "flask.Blueprint.record": ("flask.blueprints.BlueprintSetupState",),
    "flask.Blueprint.record_once": ("flask.blueprints.BlueprintSetupState",),
    "flask.after_this_request": ("flask.Response",),
}
"""A decorator -> the classes of what the decorated function is called with, in order."""

OVERRIDES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "wtforms.Form": {"validate_*": ("wtforms.Field",)},
}
"""A base class -> method of a subclass (``*`` at the end: any that begins so) -> what it is called with, but ``self``."""

ORM_NAMES = frozenset(
    [
        "aliased",
        "backref",
        "class_mapper",
        "column_property",
        "composite",
        "contains_eager",
        "declarative_base",
        "deferred",
        "dynamic_loader",
        "eagerload",
        "foreign",
        "joinedload",
        "lazyload",
        "load_only",
        "mapper",
        "noload",
        "object_session",
        "reconstructor",
        "relation",
        "relationship",
        "scoped_session",
        "Session",
        "sessionmaker",
        "subqueryload",
        "synonym",
        "undefer",
        "undefer_group",
        "validates",
        "with_parent",
    ]
)
"""Names of ``sqlalchemy.orm`` that a Flask-SQLAlchemy instance has as attributes; the others are of ``sqlalchemy``."""


def canonical(name: str) -> str:
    """The name under which a class is known here."""
    return ALIASES.get(name, name)


def with_bases(classes: Iterable[str]) -> frozenset[str]:
    """Classes and everything that they descend from, as far as the tables say."""
    found: set[str] = set()
    left = list(classes)
    while left:
        each = canonical(left.pop())
        if each not in found:
            found.add(each)
            left.extend(BASES.get(each, ()))
    return frozenset(found)
