"""What is known of each Flask extension: how its constructor's arguments divide between constructor and ``init_app``.

A row says what the bound form ``Ext(app, ...)`` does that ``Ext(...)`` and ``ext.init_app(app, ...)`` must do as well.
Where a package installs beside today's Flask, ``tests/executed/test_extensions.py`` runs both forms and compares the
applications.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

EVERYTHING = ("*",)
"""All arguments but the application."""


@dataclass(frozen=True, slots=True)
class Extension:
    """One extension class, or several that are bound alike.

    ``classes`` are full names; ``flask.ext.x`` and ``flaskext.x`` count as ``flask_x``. ``distribution`` is the name
    on the package index.
    """

    classes: tuple[str, ...]
    distribution: str
    instance: str
    """What an instance that was given no name is called: ``csrf`` for the statement ``CSRFProtect(app)``."""
    positional: tuple[str, ...] = ("app",)
    """The constructor's positional parameters in order, the application among them."""
    keyword_only: bool = False
    """Whether the constructor, today, takes only the application (and what stands before it) by position."""
    to_init_app: tuple[str, ...] = ()
    """Arguments that only ``init_app`` may be given: without an application the constructor loses or misreads them."""
    either: tuple[str, ...] = ()
    """Arguments that may be given to ``init_app`` when they are not at hand where the instance is made."""
    init_positional: tuple[str, ...] = ()
    """The first parameters of ``init_app`` after the application, by which people pass them by position."""
    required: tuple[str, ...] = ()
    """Arguments without which the bound constructor does not call ``init_app``."""
    before_init: tuple[str, ...] = ()
    """Methods whose calls are lost after ``init_app``, which therefore must stand below the last of them."""
    fallback: str = ""
    """The attribute in which the bound form keeps the application for use outside of an application context."""
    contextual: tuple[str, ...] = ()
    """Methods and attributes that go by ``fallback``."""
    models: bool = False
    """Whether ``Model.query`` goes by it as well."""
    since: str = ""
    """The first version that this row is about; of several rows for one class the newest that fits counts."""
    telling: tuple[str, ...] = ()
    """Keywords that only the versions of this row have: they tell it where no version is declared."""
    bound_only: tuple[str, ...] = ()
    """Members that work only on an instance that was given its application at once."""
    any_member_bound: bool = False
    """Whether every member that is not a method of the class itself works only on such an instance."""
    refused: str = ""
    """Why it cannot be unbound; empty when it can."""


EXTENSIONS: tuple[Extension, ...] = (
    # --- databases ---
    Extension(
        ("flask_sqlalchemy.SQLAlchemy", "flask_sqlalchemy.extension.SQLAlchemy"),
        "flask-sqlalchemy",
        "db",
        ("app", "use_native_unicode", "session_options", "metadata", "query_class", "model_class"),
        since="3",
        telling=("add_models_to_shell", "disable_autonaming"),
    ),
    Extension(
        (
            "flask_sqlalchemy.SQLAlchemy",
            "flask_appbuilder.SQLA",
            "flask_appbuilder.models.sqla.SQLA",
        ),
        "flask-sqlalchemy",
        "db",
        ("app", "use_native_unicode", "session_options", "metadata", "query_class", "model_class"),
        fallback="app",
        contextual=("session", "create_all", "drop_all", "reflect", "engine", "get_engine", "get_tables_for_bind"),
        models=True,
        telling=("use_native_unicode",),
    ),
    Extension(
        ("flask_migrate.Migrate",),
        "flask-migrate",
        "migrate",
        ("app", "db", "directory", "command", "compare_type", "render_as_batch"),
        to_init_app=("db",),
        either=EVERYTHING,
        init_positional=("db", "directory"),
        required=("db",),
    ),
    Extension(
        ("flask_mongoengine.MongoEngine", "flask_mongoengine.connection.MongoEngine"),
        "flask-mongoengine",
        "db",
        ("app", "config"),
        to_init_app=("config",),
        init_positional=("config",),
    ),
    Extension(
        ("flask_pymongo.PyMongo",),
        "flask-pymongo",
        "mongo",
        ("app", "uri"),
        to_init_app=EVERYTHING,
        init_positional=("uri",),
    ),
    Extension(
        ("flask_redis.FlaskRedis", "flask_redis.Redis", "flask_redis.client.FlaskRedis"),
        "flask-redis",
        "redis_client",
        ("app", "strict", "config_prefix"),
    ),
    Extension(("flask_peewee.db.Database",), "flask-peewee", "db", refused="Flask-Peewee's Database needs the app"),
    Extension(("pony.flask.Pony",), "pony", "pony"),
    Extension(("flask_mysqldb.MySQL",), "flask-mysqldb", "mysql"),
    Extension(("flask_mysql.MySQL",), "flask-mysql", "mysql", ("app", "prefix")),
    Extension(("flask_elasticsearch.FlaskElasticsearch",), "flask-elasticsearch", "elasticsearch"),
    Extension(("flask_marshmallow.Marshmallow",), "flask-marshmallow", "ma"),
    Extension(
        ("flask_msearch.Search",),
        "flask-msearch",
        "search",
        ("app", "db", "analyzer"),
        to_init_app=("app", "db", "analyzer"),
        init_positional=("db", "analyzer"),
    ),
    # --- users, sessions, security ---
    Extension(
        ("flask_login.LoginManager", "flask_login.login_manager.LoginManager"),
        "flask-login",
        "login_manager",
        ("app", "add_context_processor"),
        to_init_app=("add_context_processor",),
        init_positional=("add_context_processor",),
    ),
    Extension(
        ("flask_security.Security", "flask_security.core.Security"),
        "flask-security",
        "security",
        ("app", "datastore", "register_blueprint"),
        to_init_app=EVERYTHING,
        init_positional=("datastore", "register_blueprint"),
        required=("datastore",),
        since="5",
        telling=("mail_util_cls", "password_util_cls", "webauthn_util_cls", "mf_recovery_codes_util_cls"),
    ),
    Extension(
        ("flask_security.Security", "flask_security.core.Security"),
        "flask-security",
        "security",
        ("app", "datastore", "register_blueprint"),
        to_init_app=EVERYTHING,
        init_positional=("datastore", "register_blueprint"),
        required=("datastore",),
        any_member_bound=True,
    ),
    Extension(
        ("flask_bcrypt.Bcrypt",),
        "flask-bcrypt",
        "bcrypt",
    ),
    Extension(
        (
            "flask_wtf.CSRFProtect",
            "flask_wtf.CsrfProtect",
            "flask_wtf.csrf.CSRFProtect",
            "flask_wtf.csrf.CsrfProtect",
        ),
        "flask-wtf",
        "csrf",
    ),
    Extension(("flask_seasurf.SeaSurf",), "flask-seasurf", "csrf"),
    Extension(
        ("flask_principal.Principal",),
        "flask-principal",
        "principals",
        ("app", "use_sessions", "skip_static"),
    ),
    Extension(
        ("flask_jwt.JWT",),
        "flask-jwt",
        "jwt",
        ("app", "authentication_handler", "identity_handler"),
    ),
    Extension(
        ("flask_jwt_extended.JWTManager", "flask_jwt_extended.jwt_manager.JWTManager"),
        "flask-jwt-extended",
        "jwt",
        ("app", "add_context_processor"),
        to_init_app=("add_context_processor",),
        init_positional=("add_context_processor",),
    ),
    Extension(
        ("flask_talisman.Talisman", "flask_talisman.talisman.Talisman"),
        "flask-talisman",
        "talisman",
        to_init_app=EVERYTHING,
    ),
    Extension(
        ("flask_openid.OpenID",),
        "flask-openid",
        "oid",
        ("app", "fs_store_path", "store_factory", "fallback_endpoint", "extension_responses", "safe_roots"),
    ),
    Extension(
        ("flask_oidc.OpenIDConnect",),
        "flask-oidc",
        "oidc",
        ("app", "credentials_store", "http", "time", "urandom", "prefix"),
        to_init_app=("prefix",),
    ),
    Extension(
        ("authlib.integrations.flask_client.OAuth", "authlib.flask.client.OAuth"),
        "authlib",
        "oauth",
        ("app", "cache", "fetch_token", "update_token"),
        either=("cache", "fetch_token", "update_token"),
        init_positional=("cache", "fetch_token", "update_token"),
    ),
    Extension(("flask_oauthlib.client.OAuth",), "flask-oauthlib", "oauth"),
    Extension(
        ("flask_oauthlib.provider.OAuth2Provider", "flask_oauthlib.provider.OAuth1Provider"), "flask-oauthlib", "oauth"
    ),
    Extension(
        ("flask_basicauth.BasicAuth",),
        "flask-basicauth",
        "basic_auth",
    ),
    Extension(
        ("flask_user.UserManager",),
        "flask-user",
        "user_manager",
        ("app", "db", "UserClass"),
        to_init_app=("db", "UserClass"),
        init_positional=("db", "UserClass"),
        required=("db", "UserClass"),
        since="1",
    ),
    Extension(
        ("flask_user.UserManager",),
        "flask-user",
        "user_manager",
        ("db_adapter", "app"),
        to_init_app=EVERYTHING,
        init_positional=("db_adapter",),
        required=("db_adapter",),
    ),
    Extension(
        ("flask_session.Session", "flask_sessionstore.Session", "flask_session.base.Session"),
        "flask-session",
        "server_session",
    ),
    Extension(
        ("flask_kvsession.KVSessionExtension",),
        "flask-kvsession",
        "server_session",
        ("session_kvstore", "app"),
    ),
    # --- HTTP APIs ---
    Extension(
        ("flask_restful.Api",),
        "flask-restful",
        "api",
        (
            "app",
            "prefix",
            "default_mediatype",
            "decorators",
            "catch_all_404s",
            "serve_challenge_on_401",
            "url_part_order",
            "errors",
        ),
        before_init=("add_resource", "resource"),
        bound_only=("app",),
    ),
    Extension(
        ("flask_restx.Api", "flask_restx.api.Api", "flask_restplus.Api", "flask_restplus.api.Api"),
        "flask-restx",
        "api",
        ("app", "version", "title", "description", "terms_url", "license", "license_url", "contact"),
    ),
    Extension(
        ("flask_smorest.Api", "flask_rest_api.Api"),
        "flask-smorest",
        "api",
    ),
    Extension(
        ("flask_restless.APIManager", "flask_restless.manager.APIManager"),
        "flask-restless",
        "manager",
        to_init_app=("preprocessors", "postprocessors"),
        either=("session", "flask_sqlalchemy_db"),
        before_init=("create_api",),
    ),
    Extension(
        ("flasgger.Swagger", "flasgger.base.Swagger", "flasgger.Flasgger"),
        "flasgger",
        "swagger",
        (
            "app",
            "config",
            "sanitizer",
            "template",
            "template_file",
            "decorators",
            "validation_function",
            "validation_error_handler",
            "parse",
        ),
        either=("decorators",),
    ),
    Extension(
        ("flask_cors.CORS", "flask_cors.extension.CORS", "flask_cors.Cors"),
        "flask-cors",
        "cors",
        either=EVERYTHING,
    ),
    Extension(
        ("flask_limiter.Limiter", "flask_limiter.extension.Limiter", "flask_limiter._extension.Limiter"),
        "flask-limiter",
        "limiter",
        ("key_func", "app"),
        since="2.8",
    ),
    Extension(
        ("flask_limiter.Limiter", "flask_limiter.extension.Limiter"),
        "flask-limiter",
        "limiter",
        ("app", "key_func", "global_limits", "default_limits"),
    ),
    Extension(("flask_compress.Compress",), "flask-compress", "compress"),
    Extension(("flask_gzip.Gzip",), "flask-gzip", "gzip", refused="Flask-gzip's Gzip has no init_app"),
    Extension(
        ("flask_socketio.SocketIO",),
        "flask-socketio",
        "socketio",
        to_init_app=("message_queue",),
        either=EVERYTHING,
    ),
    # --- pages ---
    Extension(
        ("flask_bootstrap.Bootstrap", "flask_bootstrap.Bootstrap4", "flask_bootstrap.Bootstrap5"),
        "flask-bootstrap",
        "bootstrap",
    ),
    Extension(("flask_moment.Moment",), "flask-moment", "moment"),
    Extension(
        ("flask_babel.Babel",),
        "flask-babel",
        "babel",
        ("app", "date_formats", "configure_jinja", "default_locale", "default_domain"),
        to_init_app=(
            "default_locale",
            "default_domain",
            "default_translation_directories",
            "default_timezone",
            "locale_selector",
            "timezone_selector",
        ),
        since="3",
        telling=("locale_selector", "timezone_selector", "default_translation_directories"),
    ),
    Extension(
        ("flask_babel.Babel", "flask_babelex.Babel"),
        "flask-babel",
        "babel",
        ("app", "default_locale", "default_timezone", "default_domain", "date_formats", "configure_jinja"),
    ),
    Extension(
        ("flask_admin.Admin", "flask_admin.base.Admin"),
        "flask-admin",
        "admin",
        (
            "app",
            "name",
            "url",
            "subdomain",
            "index_view",
            "translations_path",
            "endpoint",
            "static_url_path",
            "base_template",
            "template_mode",
        ),
    ),
    Extension(
        ("flask_assets.Environment",),
        "flask-assets",
        "assets",
        fallback="app",
        contextual=(
            *("url", "debug", "directory", "load_path", "append_path", "config", "cache", "manifest", "url_mapping"),
            *("auto_build", "versions", "from_yaml", "from_module"),
        ),
    ),
    Extension(("flask_debugtoolbar.DebugToolbarExtension",), "flask-debugtoolbar", "toolbar"),
    Extension(
        ("flask_mail.Mail", "flask_mail._Mail"),
        "flask-mail",
        "mail",
        fallback="app",
        contextual=("send", "connect", "send_message", "record_messages"),
    ),
    Extension(
        ("flask_mailman.Mail",),
        "flask-mailman",
        "mail",
        fallback="app",
        contextual=("get_connection", "send_mail", "send_mass_mail"),
    ),
    Extension(
        ("flask_caching.Cache", "flask_cache.Cache"),
        "flask-caching",
        "cache",
        ("app", "with_jinja2_ext", "config"),
        either=("config",),
        fallback="app",
        contextual=("cache", "get", "set", "add", "delete", "clear", "delete_memoized", "get_many", "set_many"),
    ),
    Extension(("flask_gravatar.Gravatar",), "flask-gravatar", "gravatar"),
    Extension(
        ("flask_flatpages.FlatPages", "flask_flatpages.flatpages.FlatPages"),
        "flask-flatpages",
        "pages",
        ("app", "name"),
    ),
    Extension(
        ("flask_frozen.Freezer",),
        "frozen-flask",
        "freezer",
        ("app", "with_static_files", "with_no_argument_rules", "log_url_for"),
    ),
    Extension(("flask_misaka.Misaka",), "flask-misaka", "markdown", ("app", "renderer")),
    Extension(("flask_pagedown.PageDown",), "flask-pagedown", "pagedown"),
    Extension(("flask_ckeditor.CKEditor",), "flask-ckeditor", "ckeditor"),
    Extension(("flask_dropzone.Dropzone",), "flask-dropzone", "dropzone"),
    Extension(("flask_avatars.Avatars",), "flask-avatars", "avatars"),
    Extension(("flask_htmlmin.HTMLMIN",), "flask-htmlmin", "htmlmin"),
    Extension(
        ("flask_minify.Minify", "flask_minify.minify", "flask_minify.main.Minify"), "flask-minify", "minify", ("app",)
    ),
    Extension(("flask_mako.MakoTemplates",), "flask-mako", "mako", bound_only=("app",)),
    Extension(("flask_menu.Menu", "flask_menu.classy.Menu"), "flask-menu", "menu", ("app", "root")),
    Extension(("flask_breadcrumbs.Breadcrumbs",), "flask-breadcrumbs", "breadcrumbs", ("app", "init_menu")),
    Extension(
        ("flask_sitemap.Sitemap",),
        "flask-sitemap",
        "sitemap",
        ("app", "command_name"),
        either=("command_name",),
    ),
    Extension(("flask_images.Images",), "flask-images", "images"),
    Extension(("flask_jsglue.JSGlue",), "flask-jsglue", "jsglue"),
    Extension(("flask_googlemaps.GoogleMaps",), "flask-googlemaps", "maps"),
    Extension(("flask_qrcode.QRcode",), "flask-qrcode", "qrcode", ("app", "config_jinja")),
    Extension(("flask_hashing.Hashing",), "flask-hashing", "hashing"),
    Extension(("flask_static_digest.FlaskStaticDigest",), "flask-static-digest", "static_digest"),
    # --- work in the background, monitoring ---
    Extension(("flask_rq2.RQ", "flask_rq2.app.RQ"), "flask-rq2", "rq", ("app", "default_timeout", "is_async")),
    Extension(
        ("flask_apscheduler.APScheduler", "flask_apscheduler.scheduler.APScheduler"),
        "flask-apscheduler",
        "scheduler",
        ("scheduler", "app"),
    ),
    Extension(
        ("flask_executor.Executor", "flask_executor.executor.Executor"), "flask-executor", "executor", ("app", "name")
    ),
    Extension(
        ("raven.contrib.flask.Sentry",),
        "raven",
        "sentry",
        (
            "app",
            "client",
            "client_cls",
            "dsn",
            "logging",
            "logging_exclusions",
            "level",
            "wrap_wsgi",
            "register_signal",
        ),
        either=("dsn", "logging", "logging_exclusions", "level", "wrap_wsgi", "register_signal"),
    ),
    Extension(("flask_heroku.Heroku",), "flask-heroku", "heroku"),
    Extension(
        ("flask_mqtt.Mqtt",),
        "flask-mqtt",
        "mqtt",
        ("app", "connect_async", "mqtt_logging", "config_prefix"),
        to_init_app=("config_prefix",),
        init_positional=("config_prefix",),
    ),
    Extension(
        ("flask_healthz.Healthz",),
        "flask-healthz",
        "healthz",
        ("app", "prefix", "no_log"),
        to_init_app=("prefix", "no_log"),
    ),
    # --- what cannot be made before the application ---
    Extension(
        ("flask_script.Manager",),
        "flask-script",
        "manager",
        refused="Flask-Script's Manager needs the app (or a factory) when it is made",
    ),
    Extension(
        ("flask_appbuilder.AppBuilder", "flask_appbuilder.base.AppBuilder"),
        "flask-appbuilder",
        "appbuilder",
        refused="AppBuilder registers views with the database session when it is made",
    ),
    Extension(
        ("flask_markdown.Markdown",), "flask-markdown", "markdown", refused="Flask-Markdown's Markdown has no init_app"
    ),
    Extension(
        ("flask_sslify.SSLify",),
        "flask-sslify",
        "sslify",
        refused="SSLify reads the configuration of the app when it is made; Flask-Talisman replaces it",
    ),
    Extension(
        ("flask_injector.FlaskInjector",),
        "flask-injector",
        "injector",
        refused="FlaskInjector rewires the views that the app has by then",
    ),
    Extension(("celery.Celery", "celery.app.base.Celery"), "celery", "celery", refused="Celery has no init_app"),
    Extension(
        ("flask_celery.Celery", "flask_celery_helper.Celery"),
        "flask-celery-helper",
        "celery",
        refused="task names depend on where a Celery object is made",
    ),
    Extension(
        ("prometheus_flask_exporter.PrometheusMetrics",),
        "prometheus-flask-exporter",
        "metrics",
        refused="an unbound PrometheusMetrics is made by PrometheusMetrics.for_app_factory()",
    ),
)


def rows_of(cls: str) -> tuple[Extension, ...]:
    """The rows for a class by its full name, the newest first; empty when it is not known."""
    return _BY_CLASS.get(cls, ())


def _by_class() -> Mapping[str, tuple[Extension, ...]]:
    found: dict[str, tuple[Extension, ...]] = {}
    for row in EXTENSIONS:
        for cls in row.classes:
            found[cls] = (*found.get(cls, ()), row)
    return found


_BY_CLASS = _by_class()
