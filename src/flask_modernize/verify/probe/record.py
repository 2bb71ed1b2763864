"""What a booted application is made of."""

from __future__ import annotations

import contextlib
import importlib.machinery
import inspect
import logging
import re
import sys
import types
import warnings
from typing import Any

from flask_modernize.verify.probe.chance import is_drawn
from flask_modernize.verify.probe.sources import sources
from flask_modernize.verify.probe.values import CREDENTIALS, SECRET, hidden, is_own, named, plain, type_name
from flask_modernize.verify.probe.world import WORLD, Record


def rules_record(app: Any) -> list[Record]:
    """The URL map, in the order in which werkzeug gives it."""
    rules = []
    for rule in app.url_map.iter_rules():
        view = app.view_functions.get(rule.endpoint)
        rules.append(
            {
                "rule": rule.rule,
                "methods": sorted(rule.methods or ()),
                "endpoint": rule.endpoint,
                "defaults": plain(rule.defaults or {}),
                "subdomain": rule.subdomain or "",
                "host": rule.host or "",
                "strict_slashes": rule.strict_slashes,
                "redirect_to": plain(rule.redirect_to),
                "websocket": bool(getattr(rule, "websocket", False)),
                "view": named(view) if view is not None else None,
            }
        )
    return rules


HOOKS = (
    "before_first_request_funcs",
    "before_request_funcs",
    "after_request_funcs",
    "teardown_request_funcs",
    "teardown_appcontext_funcs",
    "url_value_preprocessors",
    "url_default_functions",
    "template_context_processors",
    "shell_context_processors",
)


def hooks_record(app: Any) -> Record:
    """Functions of each family in order of registration, by the blueprint that they are for ("" for the app)."""
    record: Record = {}
    for family in HOOKS:
        functions = getattr(app, family, None) or {}
        by_scope = functions if isinstance(functions, dict) else {None: functions}
        record[family] = {
            scope or "": [named(each) for each in several] for scope, several in by_scope.items() if several
        }
    return record


def error_handlers_record(app: Any) -> list[Record]:
    """Handlers by blueprint, status code and exception class."""
    spec = getattr(app, "error_handler_spec", {})
    found = []
    for scope, by_code in spec.items():
        for code, by_class in (by_code or {}).items():
            if not isinstance(by_class, dict):
                by_class = {None: by_class}
            for cls, handler in by_class.items():
                name = cls.__name__ if isinstance(cls, type) else None
                found.append({"scope": scope or "", "code": code, "exception": name, "handler": named(handler)})
    return sorted(found, key=lambda each: (each["scope"], str(each["code"]), str(each["exception"])))


def jinja_record(app: Any) -> Record:
    defaults: Any = importlib.import_module("jinja2.defaults")

    environment = app.jinja_env
    kinds = (
        ("filters", defaults.DEFAULT_FILTERS),
        ("tests", defaults.DEFAULT_TESTS),
        ("globals", defaults.DEFAULT_NAMESPACE),
    )
    record: Record = {}
    for kind, standard in kinds:
        values = getattr(environment, kind)
        record[kind] = {
            name: named(value) if callable(value) else {"value": type_name(value)}
            for name, value in sorted(values.items())
            if name not in standard or standard[name] is not value
        }
    names = ("trim_blocks", "lstrip_blocks", "keep_trailing_newline", "variable_start_string", "block_start_string")
    options: Record = {name: getattr(environment, name) for name in names}
    autoescape = environment.autoescape
    for name in ("page.html", "page.txt", None):
        options[f"autoescape {name}"] = bool(autoescape(name) if callable(autoescape) else autoescape)
    options["undefined"] = environment.undefined.__name__
    options["extensions"] = sorted(name.split(".")[-1] for name in environment.extensions)
    record["options"] = options
    return record


def commands_record(app: Any) -> list[Record]:
    """Commands of `app.cli` and the commands inside of groups, by their full names."""
    found: list[Record] = []

    def walk(group: Any, words: tuple[str, ...]) -> None:
        for name, command in sorted((getattr(group, "commands", None) or {}).items()):
            parameters = [parameter_record(each) for each in command.params]
            callback = command.callback and named(command.callback)
            found.append({"name": " ".join((*words, name)), "parameters": parameters, "callback": callback})
            walk(command, (*words, name))

    walk(getattr(app, "cli", None), ())
    return found


def parameter_record(parameter: Any) -> Record:
    default = parameter.default
    return {
        "name": parameter.name,
        "kind": parameter.param_type_name,
        "options": sorted((*parameter.opts, *parameter.secondary_opts)),
        "type": getattr(parameter.type, "name", str(parameter.type)),
        "required": bool(parameter.required),
        "count": parameter.nargs,
        "multiple": bool(getattr(parameter, "multiple", False)),
        "default": None if "Sentinel" in type(default).__name__ else plain(default),
    }


def config_record(app: Any) -> Record:
    """Each setting: type, value or a hash of it, whether it is Flask's own default, whether the project names it."""
    standard = dict(getattr(type(app), "default_config", {}))
    assert WORLD.job is not None
    words = {word for source in sources(WORLD.job.root) for word in re.findall(r"\b[A-Z][A-Z0-9_]+\b", source)}
    found = {}
    for key, value in sorted(app.config.items(), key=lambda item: str(item[0])):
        found[str(key)] = value_record(str(key), value, standard)
        # What nobody here has named was set by a library.
        found[str(key)]["named"] = key in words
    return found


def value_record(key: str, value: Any, standard: Record) -> Record:
    record: Record = {"type": type_name(value), "default": key in standard and standard[key] == value}
    if is_drawn(value):
        record["random"] = True
    elif value is not None and SECRET.search(key) and not isinstance(value, (bool, int, float)):
        record["value"] = hidden(value) if value else value if isinstance(value, str) else plain(value)
    elif isinstance(value, str) and CREDENTIALS.search(value):
        record["value"] = hidden(value)
    elif isinstance(value, dict):
        record["value"] = {str(name): value_record(str(name), each, {}) for name, each in value.items()}
    else:
        record["value"] = plain(value)
    return record


def extensions_record(app: Any) -> Record:
    """Each extension: its class and its plain public attributes."""
    extensions = dict(getattr(app, "extensions", {}))
    if hasattr(app, "login_manager"):
        extensions.setdefault("login_manager", app.login_manager)
    return {
        str(name): {"type": type_name(value), "state": state_record(value)}
        for name, value in sorted(extensions.items(), key=lambda i: str(i[0]))
    }


def state_record(value: Any) -> Record:
    attributes = getattr(value, "__dict__", None)
    if not isinstance(attributes, dict) or isinstance(value, (type, types.ModuleType)):
        return {}
    kept = (str, bool, int, float, type(None))
    state: Record = {}
    for name, each in sorted(attributes.items()):
        if name.startswith("_") or not isinstance(name, str):
            continue
        if isinstance(each, kept) or (isinstance(each, (list, tuple)) and all(isinstance(item, kept) for item in each)):
            state[name] = value_record(name, each, {})
    return state


def application_record(app: Any) -> Record:
    """What else is set on the application object."""
    record: Record = {"class": [cls.__name__ for cls in type(app).__mro__ if is_own(cls.__module__)]}
    names = (
        "name",
        "static_url_path",
        "static_folder",
        "template_folder",
        "root_path",
        "instance_path",
        "testing",
        "debug",
    )
    for name in names:
        record[name] = plain(getattr(app, name, None))
    record["strict_slashes"] = app.url_map.strict_slashes
    record["host_matching"] = bool(getattr(app.url_map, "host_matching", False))
    record["subdomain_matching"] = bool(getattr(app, "subdomain_matching", True))
    record["converters"] = {
        name: cls.__name__ for name, cls in sorted(app.url_map.converters.items()) if is_own(cls.__module__)
    }
    record["logger level"] = logging.getLevelName(app.logger.level)
    record["logger handlers"] = [type(each).__name__ for each in app.logger.handlers]
    for name in (
        "request_class",
        "response_class",
        "test_client_class",
        "json_encoder",
        "json_decoder",
        "session_interface",
        "json",
    ):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            value = getattr(app, name, None)
        cls = value if isinstance(value, type) or value is None else type(value)
        if cls is not None and is_own(cls.__module__):
            record[name] = cls.__name__
    wrappers: list[str] = []
    layer = getattr(app, "wsgi_app", None)
    while layer is not None and not inspect.ismethod(layer) and len(wrappers) < 20:
        wrappers.append(type(layer).__name__ if not inspect.isfunction(layer) else named(layer)["name"])
        inner = [getattr(layer, name, None) for name in ("app", "wsgi_app", "application", "_app", "wrapped_app")]
        layer = next((each for each in inner if callable(each)), None)
    record["middleware"] = wrappers
    return record


def versions_record() -> Record:
    from importlib import metadata

    found = {"python": "{}.{}".format(*sys.version_info)}
    libraries = ("flask", "werkzeug", "jinja2", "sqlalchemy", "flask-sqlalchemy", "flask-login", "flask-wtf", "wtforms")
    for name in libraries:
        if name.replace("-", "_") in sys.modules:
            with contextlib.suppress(Exception):
                found[name] = metadata.version(name)
    return found
