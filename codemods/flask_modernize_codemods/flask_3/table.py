"""What Flask moved, renamed or removed up to 3.1; rows by the id in the upgrade matrix."""

from __future__ import annotations

from flask_modernize.rules.kinds import (
    Moved,
    MovedModule,
    RemovedKeyword,
    RenamedAttribute,
    RenamedKeyword,
    ReplacedAssignment,
    ReplacedAttribute,
    ReplacedCall,
    ReplacedName,
    Reported,
    Rule,
)
from flask_modernize_codemods.flask_3 import (
    always_available,
    application_arguments,
    blueprint_registration,
    caught_errors,
    class_headers,
    command_contexts,
    context_stacks,
    dotted_names,
    environ_tuples,
    environment_names,
    error_tables,
    first_requests,
    json_providers,
    json_requests,
    notes,
    old_modules,
    request_modules,
    resources,
    route_methods,
    safe_paths,
    script_info,
    sent_files,
    session_domain,
    session_removal,
    text_files,
    view_results,
    wrapped_views,
)
from flask_modernize_codemods.flask_3.configuration import CONFIG_RULES as CONFIG_RULES
from flask_modernize_codemods.flask_3.templates import TEMPLATE_RULES as TEMPLATE_RULES

_UTF_8 = ("utf-8", "UTF-8", "utf8", "UTF8", "utf_8")

_NAMESPACED = (
    "actions admin assets attest autoindex babel bcrypt cache celery couchdb creole csrf debugtoolbar flatpages genshi"
    " gravatar htmlbuilder kvsession login mail mako mongoalchemy mongokit oauth openid principal pymongo redis restful"
    " rq script seasurf security sijax sqlalchemy testing themes uploads wtf xmlrpc zodb"
)
"""What ``flaskext.*`` had and ``flask_*`` has today; Flask-MySQL and Flask-Markdown are still in ``flaskext``."""

_IMPORTS: tuple[Rule, ...] = (
    MovedModule("flask-ext-import-from", "flask.ext.mysql", "flaskext.mysql"),
    MovedModule("flask-ext-import-from", "flask.ext.markdown", "flaskext.markdown"),
    MovedModule("flask-ext-import-from", "flask.ext.*", "flask_*"),
    *(MovedModule("flaskext-namespace", f"flaskext.{name}.*", f"flask_{name}") for name in _NAMESPACED.split()),
    Moved("flask-markup-escape-import", "flask.Markup", "markupsafe.Markup"),
    Moved("flask-markup-escape-import", "flask.escape", "markupsafe.escape"),
    *(
        Moved("flask-safe-join", name, "werkzeug.utils.safe_join")
        for name in ("flask.safe_join", "flask.helpers.safe_join")
    ),
    Moved("flask-import-json-helpers", "flask.helpers.json", "flask.json"),
    Moved("flask-import-json-helpers", "flask.helpers.jsonify", "flask.jsonify"),
    MovedModule("flask-scaffold-module", "flask.scaffold", "flask.sansio.scaffold"),
    Moved("flask-app-setupmethod", "flask.app.setupmethod", "flask.sansio.scaffold.setupmethod"),
    Moved("flask-app-setupmethod", "flask.app.Config", "flask.Config"),
    Moved("flask-session-module", "flask.session.SecureCookieSession", "flask.sessions.SecureCookieSession"),
    ReplacedName(
        "flask-make-test-environ-builder",
        "flask.testing.make_test_environ_builder",
        "{:EnvironBuilder}",
        ("flask.testing.EnvironBuilder",),
    ),
    *(
        ReplacedName("flask-locked-cached-property", name, "{:cached_property}", ("werkzeug.utils.cached_property",))
        for name in ("flask.helpers.locked_cached_property", "flask.app.locked_cached_property")
    ),
    ReplacedName(
        "markupsafe-version", "markupsafe.__version__", '{:version}("markupsafe")', ("importlib.metadata.version",)
    ),
    ReplacedName("flask-version-attr", "flask.__version__", '{:version}("flask")', ("importlib.metadata.version",)),
)

_COMPAT: tuple[Rule, ...] = (
    ReplacedName("flask-compat-module", "flask._compat.text_type", "str"),
    ReplacedName("flask-compat-module", "flask._compat.string_types", "(str,)"),
    ReplacedName("flask-compat-module", "flask._compat.integer_types", "(int,)"),
    ReplacedName("flask-compat-module", "flask._compat.range_type", "range"),
    ReplacedName("flask-compat-module", "flask._compat.PY2", "False"),
    Moved("flask-compat-module", "flask._compat.StringIO", "io.StringIO"),
    Moved("flask-compat-module", "flask._compat.BytesIO", "io.BytesIO"),
    ReplacedCall("flask-compat-module", "flask._compat.iterkeys", "{0}.keys()", arguments=(1, 1)),
    ReplacedCall("flask-compat-module", "flask._compat.itervalues", "{0}.values()", arguments=(1, 1)),
    ReplacedCall("flask-compat-module", "flask._compat.iteritems", "{0}.items()", arguments=(1, 1)),
    Reported(
        "flask-compat-module",
        "flask._compat.reraise",
        "flask._compat is gone",
        "Write `raise value.with_traceback(traceback)`.",
    ),
)

_JSON: tuple[Rule, ...] = (
    Moved("flask-app-json-decoder", "flask.json.JSONDecoder", "json.JSONDecoder"),
    *(
        Reported(
            "flask-blueprint-json-encoder",
            f"flask.Blueprint.json_{coder}",
            f"a blueprint has no JSON {coder} of its own since Flask 2.3, and nothing says so when it is set",
            "Give the application a provider (`app.json`) that knows these types, too.",
        )
        for coder in ("encoder", "decoder")
    ),
    ReplacedCall(
        "flask-json-htmlsafe-dumps",
        "flask.json.htmlsafe_dumps",
        "{:htmlsafe_json_dumps}({0}, dumps={:dumps})",
        ("jinja2.utils.htmlsafe_json_dumps", "flask.json.dumps"),
        arguments=(1, 1),
    ),
    ReplacedCall(
        "flask-json-htmlsafe-dumps",
        "flask.json.htmlsafe_dump",
        "{1}.write({:htmlsafe_json_dumps}({0}, dumps={:dumps}))",
        ("jinja2.utils.htmlsafe_json_dumps", "flask.json.dumps"),
        arguments=(2, 2),
    ),
    Reported(
        "flask-json-tojson-filter",
        "flask.json.tojson_filter",
        "Jinja has the filter of its own today, and Flask's function is gone",
        'Take `current_app.jinja_env.filters["tojson"]`, or `|tojson` in a template.',
    ),
    *(
        RemovedKeyword(
            "flask-json-encoding-param",
            f"flask.json.{name}",
            "encoding",
            _UTF_8,
            "Decode the bytes with that encoding first.",
        )
        for name in ("loads", "load")
    ),
    ReplacedCall(
        "flask-json-encoding-param",
        "flask.json.dumps",
        "{func}({0}).encode({encoding=})",
        arguments=(1, 1),
        given="encoding",
    ),
    ReplacedCall("flask-json-app-param", "flask.json.dumps", "{app=}.json.dumps({0})", arguments=(1, 1), given="app"),
    ReplacedCall("flask-json-app-param", "flask.json.loads", "{app=}.json.loads({0})", arguments=(1, 1), given="app"),
    ReplacedCall(
        "flask-json-app-param", "flask.json.dump", "{app=}.json.dump({0}, {1})", arguments=(2, 2), given="app"
    ),
    ReplacedCall("flask-json-app-param", "flask.json.load", "{app=}.json.load({0})", arguments=(1, 1), given="app"),
)

_FILES: tuple[Rule, ...] = (
    *(
        RenamedKeyword(row, f"flask.{function}", old, new)
        for function in ("send_file", "send_from_directory")
        for row, old, new in (
            ("flask-send-file-attachment-filename", "attachment_filename", "download_name"),
            ("flask-send-file-cache-timeout", "cache_timeout", "max_age"),
            ("flask-send-file-add-etags", "add_etags", "etag"),
        )
    ),
    RenamedKeyword("flask-send-file-filename-or-fp", "flask.send_file", "filename_or_fp", "path_or_file"),
    RenamedKeyword("flask-send-from-directory-filename", "flask.send_from_directory", "filename", "path"),
    ReplacedCall(
        "flask-helpers-total-seconds", "flask.helpers.total_seconds", "int({0}.total_seconds())", arguments=(1, 1)
    ),
)


def _now_in_config(row: str, attribute: str, key: str) -> tuple[Rule, Rule]:
    expression = f'{{self}}.config["{key}"]'
    return (
        ReplacedAttribute(row, "flask.Flask", attribute, expression),
        ReplacedAssignment(row, "flask.Flask", attribute, f"{expression} = {{value}}"),
    )


_APPLICATION: tuple[Rule, ...] = (
    *_now_in_config("flask-app-session-cookie-name", "session_cookie_name", "SESSION_COOKIE_NAME"),
    *_now_in_config("flask-app-send-file-max-age-default", "send_file_max_age_default", "SEND_FILE_MAX_AGE_DEFAULT"),
    *_now_in_config("flask-app-use-x-sendfile", "use_x_sendfile", "USE_X_SENDFILE"),
    *_now_in_config("flask-app-templates-auto-reload", "templates_auto_reload", "TEMPLATES_AUTO_RELOAD"),
    ReplacedAttribute(
        "flask-app-propagate-exceptions",
        "flask.Flask",
        "propagate_exceptions",
        '{self}.testing or {self}.debug if {self}.config["PROPAGATE_EXCEPTIONS"] is None'
        ' else {self}.config["PROPAGATE_EXCEPTIONS"]',
    ),
    ReplacedAssignment(
        "flask-app-propagate-exceptions",
        "flask.Flask",
        "propagate_exceptions",
        '{self}.config["PROPAGATE_EXCEPTIONS"] = {value}',
    ),
    RenamedKeyword("flask-static-path", "flask.Flask", "static_path", "static_url_path"),
    RenamedAttribute("flask-module-class", "flask.Flask", "register_module", "register_blueprint"),
    RenamedAttribute("flask-static-path", "flask.Flask", "static_path", "static_url_path"),
    RenamedAttribute(
        "flask-request-globals-class", "flask.Flask", "request_globals_class", "app_ctx_globals_class", True
    ),
    ReplacedAttribute("flask-logger-config", "flask.Flask", "logger_name", "{self}.logger.name"),
    Reported(
        "flask-logger-config",
        "flask.Flask.debug_log_format",
        "Flask's logger takes its format from the handlers that logging is given",
        "Configure it with `logging.config.dictConfig(...)` before the first use of `app.logger`.",
    ),
    ReplacedCall(
        "flask-config-from-json",
        "flask.Config.from_json",
        "{self}.from_file({0}, load={:json}.load)",
        ("json",),
        arguments=(1, 1),
    ),
    ReplacedCall(
        "flask-config-from-json",
        "flask.Config.from_json",
        "{self}.from_file({0}, load={:json}.load, silent={silent=})",
        ("json",),
        arguments=(1, 1),
    ),
    ReplacedCall(
        "flask-app-session-methods",
        "flask.Flask.open_session",
        "{self}.session_interface.open_session({self}, {0})",
        arguments=(1, 1),
    ),
    ReplacedCall(
        "flask-app-session-methods",
        "flask.Flask.save_session",
        "{self}.session_interface.save_session({self}, {0}, {1})",
        arguments=(2, 2),
    ),
    ReplacedCall(
        "flask-app-session-methods",
        "flask.Flask.make_null_session",
        "{self}.session_interface.make_null_session({self})",
        arguments=(0, 0),
    ),
    *(
        Reported(
            "flask-app-session-methods",
            f"flask.Flask.{name}",
            "Flask no longer calls this method of the application, and nothing says so",
            "Move it to a class of `flask.sessions.SessionInterface`, and give the application an object of it as"
            " `session_interface`.",
            overridden=True,
        )
        for name in ("open_session", "save_session", "make_null_session")
    ),
    Reported(
        "flask-init-jinja-globals",
        "flask.Flask.init_jinja_globals",
        "Flask no longer calls this method, and nothing says so",
        "Override `create_jinja_environment`, and change what `super().create_jinja_environment()` gives.",
        overridden=True,
    ),
    Reported(
        "flask-got-first-request",
        "flask.Flask.got_first_request",
        "Flask does not tell any more whether it has served a request",
        "Keep a flag of the application's own, set in a `before_request` function.",
    ),
)

_REQUEST: tuple[Rule, ...] = (
    ReplacedAttribute("flask-request-context-g", "flask.ctx.RequestContext", "g", "{:g}", ("flask.g",)),
    ReplacedCall(
        "flask-get-env", "flask.helpers.get_env", '{:os}.environ.get("FLASK_ENV") or "production"', ("os",), (0, 0)
    ),
    ReplacedAttribute(
        "flask-request-is-xhr",
        "werkzeug.Request",
        "is_xhr",
        '{self}.headers.get("X-Requested-With", "").lower() == "xmlhttprequest"',
    ),
)

_GONE: tuple[Rule, ...] = (
    Reported(
        "flask-helpers-is-ip",
        "flask.helpers.is_ip",
        "this helper is gone",
        "Try `ipaddress.ip_address(value)`, which raises ValueError for what is none.",
    ),
    Reported(
        "flask-helpers-find-package",
        "flask.helpers.find_package",
        "this helper is not public any more",
        "Work the paths out from `__file__`, or from `app.root_path`.",
    ),
    *(
        Reported(
            "flask-exthook",
            f"flask.exthook.{name}",
            "`flask.ext` is gone, and the hook that served it",
            "Import each extension by its own name (`flask_sqlalchemy`), and take the hook out.",
        )
        for name in ("ExtensionImporter", "ExtDeprecationWarning")
    ),
    Reported(
        "flask-views-methodviewtype",
        "flask.views.MethodViewType",
        "views have no metaclass any more",
        "Do in `__init_subclass__` what the metaclass did.",
    ),
    *(
        Reported(
            "flask-json-exceptions",
            f"flask.exceptions.{name}",
            "the JSON exceptions are gone",
            f"Raise `werkzeug.exceptions.{new}`, and let an error handler answer with JSON.",
        )
        for name, new in (("JSONBadRequest", "BadRequest"), ("JSONHTTPException", "HTTPException"))
    ),
    Reported(
        "flask-dispatching-app",
        "flask.cli.DispatchingApp",
        "the application is always loaded at once today",
        "Call the factory, or `ScriptInfo.load_app()`, and serve what it gives.",
    ),
)

RULES: tuple[Rule, ...] = (*_IMPORTS, *_COMPAT, *_JSON, *_FILES, *_APPLICATION, *_REQUEST, *_GONE)

MATCHERS = (
    always_available.MATCHER,
    application_arguments.MATCHER,
    blueprint_registration.MATCHER,
    caught_errors.MATCHER,
    class_headers.MATCHER,
    command_contexts.MATCHER,
    context_stacks.MATCHER,
    environ_tuples.MATCHER,
    environment_names.MATCHER,
    error_tables.MATCHER,
    first_requests.MATCHER,
    json_providers.MATCHER,
    json_requests.MATCHER,
    old_modules.MATCHER,
    request_modules.MATCHER,
    resources.MATCHER,
    route_methods.MATCHER,
    safe_paths.MATCHER,
    script_info.MATCHER,
    sent_files.MATCHER,
    session_domain.MATCHER,
    session_removal.MATCHER,
    view_results.MATCHER,
)

CODEMODS = (dotted_names.plan, wrapped_views.plan, text_files.plan, notes.plan)

STILL_WORKS = frozenset(
    {
        "flask.json.dump",
        "flask.json.dumps",
        "flask.json.load",
        "flask.json.loads",
        "markupsafe.__version__",
        "flask.__version__",
        "flask.Blueprint.json_encoder",
        "flask.Blueprint.json_decoder",
    }
)
"""Old names that today's version has, too: their use does not tell for which one the code was written."""

OLD_NAMES = (
    "flask.json_available",
    "flask.json.JSONEncoder",
    "flask.json.JSONDecoder",
    "flask.signals.signals_available",
    "flask.wrappers.JSONMixin",
    "flask._app_ctx_stack",
    "flask._request_ctx_stack",
    "flask.Flask.before_first_request",
    "flask.Blueprint.before_app_first_request",
)
"""What today's version has not, and the codemods above look after."""
