"""Which settings come from the environment, under which name, and which of them are secrets. Mostly data."""

from __future__ import annotations

import re
from collections.abc import Collection

_CODE_KEYS = re.compile(
    r"""
    TESTING | PROPAGATE_EXCEPTIONS | PRESERVE_CONTEXT_ON_EXCEPTION | TRAP_\w+ | EXPLAIN_TEMPLATE_LOADING
    | TEMPLATES_AUTO_RELOAD | JSON_\w+ | JSONIFY_\w+ | MAX_FORM_\w+ | MAX_COOKIE_SIZE | PROVIDE_AUTOMATIC_OPTIONS
    | SESSION_COOKIE_(?:NAME|PATH|HTTPONLY|SAMESITE|PARTITIONED) | SESSION_REFRESH_EACH_REQUEST | SESSION_TYPE
    | SESSION_PERMANENT | SESSION_USE_SIGNER | SESSION_KEY_PREFIX
    | SQLALCHEMY_(?:TRACK_MODIFICATIONS|COMMIT_ON_TEARDOWN|RECORD_QUERIES|NATIVE_UNICODE)
    | CSRF_ENABLED | WTF_\w+ | RESTFUL_\w+ | ERROR_404_HELP | ERROR_INCLUDE_MESSAGE | BUNDLE_ERRORS
    | FLASK_ADMIN_\w+ | BOOTSTRAP_\w+ | DEBUG_TB_(?!ENABLED|HOSTS)\w+ | SWAGGER_UI_\w+ | OPENAPI_\w+
    | JWT_(?:BLACKLIST|BLOCKLIST|TOKEN_LOCATION|HEADER|COOKIE_(?!DOMAIN|SECURE)|CSRF|ERROR|IDENTITY|AUTH)\w*
    | SECURITY_(?!PASSWORD_SALT|EMAIL_SENDER)\w+ | USER_(?:ENABLE|APP_NAME|URL|.*_URL|.*_ENDPOINT|.*_TEMPLATE)\w*
    | LOGIN_DISABLED | USE_SESSION_FOR_NEXT | REMEMBER_COOKIE_(?:NAME|HTTPONLY|REFRESH_EACH_REQUEST|SAMESITE)
    | BABEL_\w+ | FLATPAGES_\w+ | FREEZER_\w+ | CODEMIRROR_\w+ | CKEDITOR_\w+ | API_(?:TITLE|VERSION)
    | COMPRESS_\w+ | ASSETS_\w+ | CELERY_(?:TASK_|ACCEPT_|ENABLE_|TIMEZONE)\w*
    """,
    re.VERBOSE,
)
"""Settings of Flask and its extensions that say how they work and not where: nobody sets them for one deployment.

Of the settings that an application makes up for itself none is here: no name tells which of them differ.
"""

_GENERIC = re.compile(
    r"""
    ADDRESS | ADMIN | BASE_?DIR | BASE_URL | BROWSER | CACHE | CI | CLIENT_ID | CONFIG | CONFIG_FILE | DATABASE
    | DB | DATABASE_(?:FILE|PATH|NAME) | DB_NAME | DEBUG | DISPLAY | DOMAIN | EDITOR | EMAIL | ENV | ENVIRONMENT
    | HOME | HOST | HOSTNAME | KEY | LANG | LANGUAGE | LOCALE | LOG | LOG_LEVEL | LOGFILE | LOGIN | LOGNAME | LOGS
    | MAIL | MODE | NAME | OS | PAGER | PASSWORD | PATH | PORT | PREFIX | PROFILE | PROXY | PWD | ROOT | SECRET
    | SERVER | SHELL | TEMP | TERM | THEME | TIMEOUT | TIMEZONE | TITLE | TMP | TMPDIR | TOKEN | TZ | URL | USER
    | USERNAME | VERBOSE | VERSION | WORKERS
    """,
    re.VERBOSE,
)
"""Names that a shell, a terminal, a build server or another program may have set."""

_FLASK_SWITCHES = re.compile(r"FLASK_(?:APP|ENV|DEBUG|CONFIG|RUN_\w+|SKIP_DOTENV)")
_FOREIGN = re.compile(r"(?:LC|XDG|PYTHON|GIT|SSH|AWS|GITHUB|VIRTUAL|PIP|NODE|NPM|DOCKER)_\w+|PYTHON\w*|LD_\w+")

_SECRET = re.compile(
    r"""
    SECRET(?!_?(?:NAME|HEADER))
    | PASSWORD(?!_(?:HASH|SALT_LENGTH|LENGTH|MIN|SCHEME|RESET|REQUIRED|CONFIRM|COMPLEX|TEMPLATE|URL|VIEW|CHANGE|NORMAL
                  |SINGLE|FIELD|CHECK))
    | PASSWD | PASSPHRASE | _SALT$ | ^SALT$ | (?:API|ACCESS|PRIVATE|AUTH|ENCRYPTION|SIGNING|LICENSE|TRANSLATOR)_?KEY
    | PRIVKEY | (?:AUTH|ACCESS|API|BEARER|BOT|REFRESH)_?TOKEN | (?:^|_)TOKEN$ | CREDENTIAL | WEBHOOK | SENTRY_DSN
    """,
    re.VERBOSE,
)
_NOT_SECRET = re.compile(
    r"_(?:LOCATION|EXPIRES?|EXPIRATION|LIFETIME|MAX_AGE|TIMEOUT|ENABLED|CHECKS|TYPE|HEADER|NAME|PATH|FILE|URL|URI|"
    r"ALGORITHM|LENGTH|METHODS|PUBLIC|FIELD|TTL|AGE|SECONDS|MINUTES|DAYS|CACHE|CLASS|ROUNDS)S?$"
)
_CREDENTIALS = re.compile(r"\b[a-z][a-z0-9+.-]*://[^/\s:@]*:[^/\s@]+@", re.IGNORECASE)
_SAYS_NOTHING = re.compile(
    r"__init__|__main__|apps?|application|core|flask|index|init|main|manage|manager|project|run|runserver|server|site|src"
    r"|start|web|webapp|website|wsgi|\d.*|.*_app",
    re.IGNORECASE,
)
"""Names of modules and packages that do not tell which application it is."""


def describes_code(key: str) -> bool:
    """Whether a setting belongs to the code rather than to a deployment; see the option ``environment``."""
    return _CODE_KEYS.fullmatch(key) is not None


def is_secret_name(key: str) -> bool:
    """Whether the name says that the value is a secret."""
    return _SECRET.search(key.upper()) is not None and _NOT_SECRET.search(key.upper()) is None


def has_credentials(text: str) -> bool:
    """Whether a text holds a URL with a password in it."""
    return _CREDENTIALS.search(text) is not None


def application_name(path: str) -> str:
    """What the application is called, for variables: ``FLASKR`` for flaskr/flaskr.py; ``APP`` when nothing tells."""
    parts = path.removesuffix(".py").split("/")
    for part in reversed(parts):
        word = re.sub(r"\W+", "_", part).strip("_")
        if word and not _SAYS_NOTHING.fullmatch(word):
            return word.upper()
    return "APP"


def variable_name(key: str, application: str, taken: Collection[str] = ()) -> str:
    """The environment variable of a setting: its own name, behind that of the application where it is too common.

    ``taken`` are variables that the project reads for something else.
    """
    common = _GENERIC.fullmatch(key) or _FLASK_SWITCHES.fullmatch(key) or _FOREIGN.fullmatch(key)
    if not common and key not in taken:
        return key
    if key.startswith(application + "_"):
        return key
    return f"{application}_{key}"


_MEANINGS = {
    "SECRET_KEY": "Signs sessions and tokens",
    "DEBUG": "Debug mode of Flask",
    "SERVER_NAME": "Host name (and port) under which the application is reached",
    "APPLICATION_ROOT": "Path under which the application is mounted",
    "PREFERRED_URL_SCHEME": "Scheme of generated URLs",
    "MAX_CONTENT_LENGTH": "Largest request body that is accepted, in bytes",
    "SEND_FILE_MAX_AGE_DEFAULT": "How long browsers may cache files, in seconds",
    "PERMANENT_SESSION_LIFETIME": "How long a permanent session lasts, in seconds",
    "SESSION_COOKIE_SECURE": "Send the session cookie over HTTPS only",
    "SESSION_COOKIE_DOMAIN": "Domain of the session cookie",
    "SQLALCHEMY_DATABASE_URI": "Database to connect to, as a URL",
    "SQLALCHEMY_ECHO": "Log every SQL statement",
    "SQLALCHEMY_POOL_SIZE": "Connections kept in the pool",
    "SQLALCHEMY_POOL_RECYCLE": "Age in seconds at which a connection is renewed",
    "DATABASE": "Database to use",
    "DATABASE_URI": "Database to connect to, as a URL",
    "DATABASE_URL": "Database to connect to, as a URL",
    "TEST_DATABASE_URL": "Database of the testing profile, as a URL",
    "MONGO_URI": "MongoDB to connect to, as a URL",
    "REDIS_URL": "Redis to connect to, as a URL",
    "CELERY_BROKER_URL": "Message broker of Celery, as a URL",
    "CELERY_RESULT_BACKEND": "Where Celery keeps results, as a URL",
    "MAIL_SERVER": "Mail server to send through",
    "MAIL_PORT": "Port of the mail server",
    "MAIL_USE_TLS": "Use STARTTLS to the mail server",
    "MAIL_USE_SSL": "Use TLS to the mail server from the start",
    "MAIL_USERNAME": "User name at the mail server",
    "MAIL_PASSWORD": "Password at the mail server",
    "MAIL_DEFAULT_SENDER": "Sender of mails",
    "JWT_SECRET_KEY": "Signs JSON Web Tokens",
    "SECURITY_PASSWORD_SALT": "Salt of password hashes",
    "UPLOAD_FOLDER": "Directory for uploaded files",
    "USERNAME": "User name",
    "PASSWORD": "Password",
    "FLASK_CONFIG": "Profile to start with",
}


def meaning(key: str, otherwise: str = "") -> str:
    """What a setting is for, as a phrase without a full stop."""
    return _MEANINGS.get(key) or otherwise or f"The setting {key}"
