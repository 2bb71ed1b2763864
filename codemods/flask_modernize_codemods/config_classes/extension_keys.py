"""What Flask and well-known extensions read from ``app.config`` when they are handed the app. Data.

A setting may be written earlier than before if nothing in between looks at it. An extension that is listed here looks
at (and gives defaults to) the keys with its prefixes only; one that is not may look at everything.
"""

from __future__ import annotations

_SESSION = ("SECRET_KEY", "SESSION_")

EXTENSION_KEYS: dict[str, tuple[str, ...]] = {
    "flask_admin.Admin": ("ADMIN_", "FLASK_ADMIN_"),
    "flask_assets.Environment": ("ASSETS_", "DEBUG", "TESTING"),
    "flask_babel.Babel": ("BABEL_", "DEFAULT_BABEL_"),
    "flask_babelex.Babel": ("BABEL_",),
    "flask_bcrypt.Bcrypt": ("BCRYPT_",),
    "flask_bootstrap.Bootstrap": ("BOOTSTRAP_",),
    "flask_bootstrap.Bootstrap4": ("BOOTSTRAP_",),
    "flask_bootstrap.Bootstrap5": ("BOOTSTRAP_",),
    "flask_caching.Cache": ("CACHE_",),
    "flask_ckeditor.CKEditor": ("CKEDITOR_",),
    "flask_compress.Compress": ("COMPRESS_",),
    "flask_cors.CORS": ("CORS_",),
    "flask_debugtoolbar.DebugToolbarExtension": ("DEBUG", "SECRET_KEY", "TESTING", "SQLALCHEMY_RECORD_QUERIES"),
    "flask_gravatar.Gravatar": ("GRAVATAR_",),
    "flask_httpauth.HTTPBasicAuth": (),
    "flask_jwt.JWT": ("JWT_", "SECRET_KEY"),
    "flask_jwt_extended.JWTManager": ("JWT_", "SECRET_KEY", "PROPAGATE_EXCEPTIONS"),
    "flask_limiter.Limiter": ("RATELIMIT_",),
    "flask_login.LoginManager": ("LOGIN_", "REMEMBER_COOKIE_", "USE_SESSION_FOR_NEXT"),
    "flask_mail.Mail": ("MAIL_", "TESTING", "DEBUG"),
    "flask_marshmallow.Marshmallow": ("SQLALCHEMY_",),
    "flask_migrate.Migrate": ("ALEMBIC_",),
    "flask_misaka.Misaka": (),
    "flask_moment.Moment": ("MOMENT_",),
    "flask_mongoengine.MongoEngine": ("MONGODB_", "TESTING"),
    "flask_openid.OpenID": ("OPENID_", *_SESSION),
    "flask_pagedown.PageDown": (),
    "flask_principal.Principal": ("SKIP_STATIC",),
    "flask_pymongo.PyMongo": ("MONGO_",),
    "flask_redis.FlaskRedis": ("REDIS_",),
    "flask_restx.Api": ("RESTX_", "SWAGGER_", "ERROR_", "BUNDLE_ERRORS", "MASK_", "PROVIDE_AUTOMATIC_OPTIONS"),
    "flask_restful.Api": ("RESTFUL_", "ERROR_404_HELP", "BUNDLE_ERRORS", "PROVIDE_AUTOMATIC_OPTIONS"),
    "flask_session.Session": ("SESSION_", "SECRET_KEY", "PERMANENT_SESSION_LIFETIME"),
    "flask_socketio.SocketIO": ("SECRET_KEY", "SESSION_"),
    "flask_sqlalchemy.SQLAlchemy": ("SQLALCHEMY_", "TESTING", "DEBUG"),
    "flask_wtf.CSRFProtect": ("WTF_", "SECRET_KEY"),
    "flask_wtf.csrf.CSRFProtect": ("WTF_", "SECRET_KEY"),
    "flask_wtf.csrf.CsrfProtect": ("WTF_", "SECRET_KEY"),
}
"""Full name of the class -> prefixes of the keys that its constructor and ``init_app`` look at."""

_ROUTING = ("PROVIDE_AUTOMATIC_OPTIONS", "SERVER_NAME", "APPLICATION_ROOT")
_TEMPLATES = ("TEMPLATES_AUTO_RELOAD", "DEBUG", "EXPLAIN_TEMPLATE_LOADING")

APP_ATTRIBUTES: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("route", "get", "post", "put", "delete", "patch", "add_url_rule", "endpoint"), _ROUTING),
    **dict.fromkeys(
        (
            "before_request",
            "before_first_request",
            "after_request",
            "teardown_request",
            "teardown_appcontext",
            "context_processor",
            "errorhandler",
            "register_error_handler",
            "shell_context_processor",
            "cli",
            "url_value_preprocessor",
            "url_defaults",
            "url_map",
            "view_functions",
            "extensions",
            "import_name",
            "name",
            "root_path",
            "instance_path",
            "template_folder",
            "static_folder",
            "static_url_path",
            "blueprints",
            "before_request_funcs",
            "after_request_funcs",
            "jinja_options",
            "wsgi_app",
            "session_interface",
            "json",
            "json_encoder",
            "json_decoder",
            "json_provider_class",
            "url_build_error_handlers",
            "subdomain_matching",
            "permanent_session_lifetime_",
        ),
        (),
    ),
    **dict.fromkeys(("template_filter", "template_global", "template_test", "jinja_env"), _TEMPLATES),
    **dict.fromkeys(("add_template_filter", "add_template_global", "add_template_test"), _TEMPLATES),
    "logger": ("DEBUG", "LOGGER_"),
    "debug": ("DEBUG",),
    "testing": ("TESTING",),
    "secret_key": ("SECRET_KEY",),
    "permanent_session_lifetime": ("PERMANENT_SESSION_LIFETIME",),
}
"""Attribute of the app -> prefixes of the keys that using it looks at."""
