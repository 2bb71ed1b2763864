"""What libraries say of their own classes: which is which, what descends from what, what members and functions give.

All names are full names. A class is known under one name, its usual import path; :data:`ALIASES` has the others. The
tables hold for every version that an application under migration may have been written for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from flask_modernize.project import marshmallow_members, sqlalchemy_members

ALIASES: Mapping[str, str] = {
    **sqlalchemy_members.ALIASES,
    **marshmallow_members.ALIASES,
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
    "itsdangerous.timed.TimestampSigner": "itsdangerous.TimestampSigner",
    "itsdangerous.signer.Signer": "itsdangerous.Signer",
    "itsdangerous.timed.TimedSerializer": "itsdangerous.TimedSerializer",
    "itsdangerous.serializer.Serializer": "itsdangerous.Serializer",
    "itsdangerous.url_safe.URLSafeSerializer": "itsdangerous.URLSafeSerializer",
    "itsdangerous.url_safe.URLSafeTimedSerializer": "itsdangerous.URLSafeTimedSerializer",
    "itsdangerous.exc.BadData": "itsdangerous.BadData",
    "itsdangerous.exc.BadSignature": "itsdangerous.BadSignature",
    "itsdangerous.exc.SignatureExpired": "itsdangerous.SignatureExpired",
    "itsdangerous.exc.BadTimeSignature": "itsdangerous.BadTimeSignature",
    "click.core.Group": "click.Group",
    "click.core.MultiCommand": "click.MultiCommand",
    "click.core.BaseCommand": "click.BaseCommand",
    "click.decorators.group": "click.group",
    "click.decorators.command": "click.command",
    "itsdangerous.jws.JSONWebSignatureSerializer": "itsdangerous.JSONWebSignatureSerializer",
    "itsdangerous.jws.TimedJSONWebSignatureSerializer": "itsdangerous.TimedJSONWebSignatureSerializer",
    "flask_login.login_manager.LoginManager": "flask_login.LoginManager",
    "flask_login.mixins.UserMixin": "flask_login.UserMixin",
    "flask_login.mixins.AnonymousUserMixin": "flask_login.AnonymousUserMixin",
    "flask_login.AnonymousUser": "flask_login.AnonymousUserMixin",
    "flask_security.core.Security": "flask_security.Security",
    "flask_security.core.RoleMixin": "flask_security.RoleMixin",
    "flask_security.core.UserMixin": "flask_security.UserMixin",
    "flask_wtf.form.FlaskForm": "flask_wtf.FlaskForm",
    "flask_jwt_extended.jwt_manager.JWTManager": "flask_jwt_extended.JWTManager",
    "flask_wtf.form.Form": "flask_wtf.Form",
    "werkzeug.wrappers.Request": "werkzeug.Request",
    "werkzeug.wrappers.BaseRequest": "werkzeug.Request",
    "werkzeug.wrappers.Response": "werkzeug.Response",
    "werkzeug.wrappers.BaseResponse": "werkzeug.Response",
    "werkzeug.BaseResponse": "werkzeug.Response",
    "werkzeug.BaseRequest": "werkzeug.Request",
    "werkzeug.test.Client": "werkzeug.test.Client",
    "werkzeug.Client": "werkzeug.test.Client",
    "wtforms.form.Form": "wtforms.Form",
    "pymongo.mongo_client.MongoClient": "pymongo.MongoClient",
    "flask_testing.utils.TestCase": "flask_testing.TestCase",
}
"""Other names of a class -> the name that it has here."""

BASES: Mapping[str, tuple[str, ...]] = {
    **sqlalchemy_members.BASES,
    **marshmallow_members.BASES,
    "flask.Flask": ("flask.Scaffold",),
    "flask.Blueprint": ("flask.Scaffold",),
    "flask.Request": ("werkzeug.Request",),
    "flask.Response": ("werkzeug.Response",),
    "flask.testing.FlaskClient": ("werkzeug.test.Client",),
    "werkzeug.test.TestResponse": ("werkzeug.Response",),
    "flask.cli.AppGroup": ("click.Group",),
    "flask.cli.FlaskGroup": ("flask.cli.AppGroup",),
    "flask.testing.FlaskCliRunner": ("click.testing.CliRunner",),
    "click.Group": ("click.MultiCommand", "click.Command"),
    "click.CommandCollection": ("click.Group",),
    "itsdangerous.TimestampSigner": ("itsdangerous.Signer",),
    "itsdangerous.TimedSerializer": ("itsdangerous.Serializer",),
    "itsdangerous.URLSafeSerializer": ("itsdangerous.Serializer",),
    "itsdangerous.URLSafeTimedSerializer": ("itsdangerous.TimedSerializer",),
    "flask.sessions.SecureCookieSessionInterface": ("flask.sessions.SessionInterface",),
    "flask.TestResponse": ("flask.Response", "werkzeug.test.TestResponse"),
    "flask_login.current_user": ("flask_login.UserMixin", "flask_login.AnonymousUserMixin"),
    "flask_wtf.FlaskForm": ("wtforms.Form",),
    "flask_wtf.Form": ("wtforms.Form",),
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


def _each(receiver: str, members: str, gives: str) -> Iterable[tuple[str, str]]:
    return ((f"{receiver}.{member}", gives) for member in members.split())


RESULTS: Mapping[str, str] = {
    **sqlalchemy_members.RESULTS,
    **marshmallow_members.RESULTS,
    **{
        f"itsdangerous.{name}.dumps": "itsdangerous.token"
        for name in (
            "URLSafeSerializer",
            "URLSafeTimedSerializer",
            "JSONWebSignatureSerializer",
            "TimedJSONWebSignatureSerializer",
        )
    },
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
    "jwt.encode": "jwt.Encoded",
    "werkzeug.datastructures.FileStorage": "werkzeug.datastructures.FileStorage",
}
"""A function, or ``Class.method`` -> the class of what it gives. Calling a class gives an object of it."""

MEMBERS: Mapping[str, str] = {
    **sqlalchemy_members.MEMBERS,
    "flask.Flask.config": "flask.Config",
    "flask.testing.FlaskClient.application": "flask.Flask",
    "flask.blueprints.BlueprintSetupState.app": "flask.Flask",
    "flask_testing.TestCase.app": "flask.Flask",
    "flask_testing.TestCase.client": "flask.testing.FlaskClient",
    "flask_testing.utils.TestCase.app": "flask.Flask",
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
    "werkzeug.Response.www_authenticate": "werkzeug.datastructures.WWWAuthenticate",
    "werkzeug.Request.cache_control": "werkzeug.datastructures.RequestCacheControl",
    "flask.testing.FlaskClient.cookie_jar": "http.cookiejar.CookieJar",
    "celery.Celery.conf": "celery.app.utils.Settings",
}
"""``Class.attribute`` -> the class of what it holds."""

ITEMS: Mapping[str, str] = sqlalchemy_members.ITEMS
ANY_MEMBER: Mapping[str, str] = sqlalchemy_members.ANY_MEMBER

DECORATED: Mapping[str, str] = {
    "click.group": "click.Group",
    "click.command": "click.Command",
    "click.Group.group": "click.Group",
    "click.Group.command": "click.Command",
    "flask.cli.AppGroup.group": "flask.cli.AppGroup",
}
"""A decorator -> the class of what it makes of a function."""

PARAMETERS: Mapping[str, tuple[str, ...]] = {
    "flask.Scaffold.after_request": ("flask.Response",),
    "flask.Blueprint.after_app_request": ("flask.Response",),
    "flask.Blueprint.record": ("flask.blueprints.BlueprintSetupState",),
    "flask.Blueprint.record_once": ("flask.blueprints.BlueprintSetupState",),
    "flask.after_this_request": ("flask.Response",),
}
"""A decorator -> the classes of what the decorated function is called with, in order."""

OVERRIDES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "flask.sessions.SessionInterface": {
        "open_session": ("flask.Flask", "flask.Request"),
        "save_session": ("flask.Flask", "flask.sessions.SecureCookieSession", "flask.Response"),
        "is_null_session": ("flask.sessions.SecureCookieSession",),
        "make_null_session": ("flask.Flask",),
        "get_cookie_*": ("flask.Flask",),
    },
    "wtforms.Form": {"validate_*": ("wtforms.Field",)},
}
"""A base class -> method of a subclass (``*`` at the end: any that begins so) -> what it is given, but ``self``."""

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
