"""Compares two records of the probe: every difference with a kind, a place, and both sides."""

from __future__ import annotations

import fnmatch
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask_modernize.verify import normalise

Record = Mapping[str, Any]
ABSENT = "(absent)"
SHOWN = 2000


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as it was."""

    kind: str
    """What differs, one of a closed set of words such as "status" or "sql-order-by"; see `KINDS`."""
    where: str
    """The request, the config key, the rule ... that it is about."""
    before: str
    after: str

    @property
    def size(self) -> int:
        return len(self.before) + len(self.after)


@dataclass(frozen=True, slots=True)
class Intended:
    """A difference that a migration declares: patterns of the file-name kind for all parts."""

    kind: str
    where: str = "*"
    before: str = "*"
    after: str = "*"

    def covers(self, difference: Difference) -> bool:
        return all(
            pattern == "*" or fnmatch.fnmatchcase(getattr(difference, part), pattern)
            for part, pattern in (
                ("kind", self.kind),
                ("where", self.where),
                ("before", self.before),
                ("after", self.after),
            )
        )


@dataclass(frozen=True, slots=True)
class Comparison:
    """All differences, shortest first within their kind, and which of them are intended or unsteady."""

    differences: tuple[Difference, ...]
    intended: tuple[Difference, ...] = ()
    unsteady: tuple[Difference, ...] = ()
    """Differences in places that differ between two runs of the same code, too."""
    routes: int = 0
    requests: int = 0
    statements: int = 0

    @property
    def result(self) -> str:
        """equal | intended only | different"""
        return "different" if self.differences else "intended only" if self.intended else "equal"


KINDS = {
    "route-missing": "a route is gone",
    "route-added": "a route is new",
    "route-methods": "a route takes other methods",
    "route-endpoint": "a route has another endpoint name",
    "route-options": "a route has other options",
    "route-order": "routes that compete are in another order",
    "hook-missing": "a hook is gone",
    "hook-added": "a hook is new",
    "hook-order": "hooks run in another order",
    "error-handler-missing": "an error handler is gone",
    "error-handler-added": "an error handler is new",
    "error-handler-changed": "another function handles an error",
    "template-filter": "a template filter is gone, new or another",
    "template-test": "a template test is gone, new or another",
    "template-global": "a template global is gone, new or another",
    "template-options": "templates are read in another way",
    "command-missing": "a command is gone",
    "command-added": "a command is new",
    "command-parameters": "a command takes other parameters",
    "command-function": "another function runs a command",
    "config-missing": "a setting is gone",
    "config-added": "a setting is new",
    "config-type": "a setting has another type",
    "config-value": "a setting has another value",
    "extension-missing": "an extension is gone",
    "extension-added": "an extension is new",
    "extension-changed": "an extension is set up in another way",
    "application": "the application object is set up in another way",
    "blueprint": "a blueprint is gone",
    "table-missing": "a table is gone",
    "table-added": "a table is new",
    "column": "a column is gone, new or another",
    "constraint": "a table has other constraints or indexes",
    "start": "something else happens at start",
    "exception": "an exception leaves the application, or another one",
    "status": "another status",
    "redirect": "another redirect target",
    "header": "another header",
    "cookie-missing": "a cookie is not set",
    "cookie-added": "a cookie is set that was not",
    "cookie-flags": "a cookie has other flags",
    "cookie-value": "a cookie has another value",
    "session": "the session holds something else",
    "body": "another body",
    "json": "other JSON",
    "json-layout": "the same JSON, written in another way",
    "sql-missing": "a statement is not executed",
    "sql-added": "a statement is executed that was not",
    "sql-order": "the same statements in another order",
    "sql-read-order": "the same statements that only read, in another order",
    "sql-order-by": "a statement sorts in another way",
    "sql-where": "a statement has other criteria",
    "sql-limit": "a statement reads another number of rows",
    "sql-parameters": "a statement has other parameters",
    "sql": "another statement",
    "commit-missing": "what was written is not committed",
    "data": "the database holds something else afterwards",
    "templates": "other templates are rendered",
    "template-context": "a template is given other names",
    "flashes": "other messages are flashed",
    "mails": "other mails are sent",
    "tasks": "other background tasks are started",
    "files": "other files are written",
    "logs": "other log messages",
    "warnings": "new warnings",
    "network": "other connections are tried",
    "threads": "a thread ends with another exception",
    "requests": "a request could not be sent",
}


def compare(
    before: Record,
    after: Record,
    *,
    endpoints: Mapping[str, str] | None = None,
    intended: Sequence[Intended] = (),
    again: Record | None = None,
) -> Comparison:
    """Compares the record of one application with that of another.

    `endpoints` are the declared renames, old name to new one. `again` is the record of a second run of the first
    application: what differs between these two is unsteady and left out.
    """
    found = list(_differences(_Side(before, dict(endpoints or {})), _Side(after, {})))
    shaky = set()
    if again is not None:
        shaky = {(each.kind, each.where) for each in _differences(_Side(before, {}), _Side(again, {}))}
    steady = [each for each in found if (each.kind, each.where) not in shaky]
    unsteady = [each for each in found if (each.kind, each.where) in shaky]
    meant = [each for each in steady if any(one.covers(each) for one in intended)]
    rest = [each for each in steady if not any(one.covers(each) for one in intended)]
    answers = [each["answer"] for each in before.get("requests") or ()]
    return Comparison(
        _in_order(rest),
        _in_order(meant),
        _in_order(unsteady),
        len(before["rules"]),
        len(answers),
        sum(len(each.get("sql", ())) for each in answers),
    )


def _in_order(found: Sequence[Difference]) -> tuple[Difference, ...]:
    kinds = list(KINDS)
    return tuple(
        sorted(found, key=lambda each: (kinds.index(each.kind), each.size, each.where, each.before, each.after))
    )


@dataclass(frozen=True, slots=True)
class _Side:
    """A record, and how the endpoints in it are to be read."""

    record: Record
    endpoints: Mapping[str, str] = field(default_factory=dict)

    def endpoint(self, name: str) -> str:
        return self.endpoints.get(name, name)

    def value(self, value: Any) -> Any:
        """A plain value in which every text that is an endpoint name is read as the new one."""
        if isinstance(value, str):
            return self.endpoint(value)
        if isinstance(value, list):
            return [self.value(each) for each in value]
        if isinstance(value, dict):
            return {key: self.value(each) for key, each in value.items()}
        return value


def _differences(before: _Side, after: _Side) -> Iterator[Difference]:
    versions = [dict(side.record.get("versions", {})) for side in (before, after)]
    same_stack = all(versions[0].get(name) == versions[1].get(name) for name in versions[0].keys() | versions[1].keys())
    yield from _rules(before, after)
    yield from _hooks(before, after, same_stack)
    yield from _error_handlers(before, after, same_stack)
    yield from _jinja(before, after, same_stack)
    yield from _commands(before, after)
    yield from _config(before, after, same_stack)
    yield from _extensions(before, after, same_stack)
    yield from _application(before, after, same_stack)
    yield from _tables(before, after, same_stack)
    yield from _start(before, after, same_stack)
    yield from _requests(before, after, same_stack)


def shown(value: Any) -> str:
    """A value as a person reads it."""
    text = value if isinstance(value, str) else json.dumps(value, sort_keys=True, ensure_ascii=False)
    return text if len(text) <= SHOWN else text[:SHOWN] + "..."


# -- what the application is made of ----------------------------------------------------------------------------------


def _rules(before: _Side, after: _Side) -> Iterator[Difference]:
    places = [_by_place(side) for side in (before, after)]
    for place in sorted(places[0].keys() | places[1].keys()):
        yield from _rules_of_place(place, list(places[0].get(place, ())), list(places[1].get(place, ())))
    yield from _rule_order(before, after)


def _by_place(side: _Side) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for rule in side.record["rules"]:
        place = (rule["subdomain"] and rule["subdomain"] + ":") + (rule["host"] and rule["host"] + ":") + rule["rule"]
        found.setdefault(place, []).append(dict(rule, endpoint=side.endpoint(rule["endpoint"])))
    return found


_RULE_OPTIONS = ("defaults", "strict_slashes", "redirect_to", "websocket")


def _rules_of_place(place: str, before: list[dict[str, Any]], after: list[dict[str, Any]]) -> Iterator[Difference]:
    for keys in (("methods", "endpoint", *_RULE_OPTIONS), ("methods", "endpoint"), ("endpoint",), ("methods",)):
        for old in list(before):
            new = next((each for each in after if all(each[key] == old[key] for key in keys)), None)
            if new is None:
                continue
            before.remove(old)
            after.remove(new)
            if old["methods"] != new["methods"]:
                yield Difference("route-methods", place, ", ".join(old["methods"]), ", ".join(new["methods"]))
            if old["endpoint"] != new["endpoint"]:
                yield Difference("route-endpoint", place, old["endpoint"], new["endpoint"])
            for key in _RULE_OPTIONS:
                if old[key] != new[key]:
                    yield Difference("route-options", f"{place} {key}", shown(old[key]), shown(new[key]))
    for old in before:
        yield Difference("route-missing", place, f"{', '.join(old['methods'])} -> {old['endpoint']}", ABSENT)
    for new in after:
        yield Difference("route-added", place, ABSENT, f"{', '.join(new['methods'])} -> {new['endpoint']}")


def _rule_order(before: _Side, after: _Side) -> Iterator[Difference]:
    """Of rules with one endpoint the first makes the URLs; of rules of one shape the first answers."""
    orders = [_competing(side) for side in (before, after)]
    for group in sorted(orders[0].keys() & orders[1].keys()):
        old, new = orders[0][group], orders[1][group]
        if old != new and sorted(old) == sorted(new):
            yield Difference("route-order", group, ", ".join(old), ", ".join(new))


def _competing(side: _Side) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for rule in side.record["rules"]:
        endpoint = side.endpoint(rule["endpoint"])
        groups.setdefault(f"endpoint {endpoint}", []).append(rule["rule"])
        shape = re.sub(r"<[^>]*>", "<>", rule["rule"])
        groups.setdefault(f"shape {shape}", []).append(f"{rule['rule']} -> {endpoint}")
    return {name: rules for name, rules in groups.items() if len(rules) > 1}


def _function(record: Record | None, same_stack: bool = True) -> str:
    """How a function is recognised: the project's own by name wherever it is, others with their package."""
    if record is None:
        return ABSENT
    if "name" not in record:
        return shown(record)
    if record["own"]:
        return str(record["name"])
    package = str(record["module"]).split(".")[0]
    return f"{package}: {record['name']}" if same_stack else package


_FAMILY = {
    "before_first_request_funcs": "before the first request",
    "before_request_funcs": "before each request",
    "after_request_funcs": "after each request",
    "teardown_request_funcs": "teardown of the request",
    "teardown_appcontext_funcs": "teardown of the application context",
    "url_value_preprocessors": "URL values",
    "url_default_functions": "URL defaults",
    "template_context_processors": "context processors",
    "shell_context_processors": "shell context",
}


def _hooks(before: _Side, after: _Side, same_stack: bool) -> Iterator[Difference]:
    for family, words in _FAMILY.items():
        old_scopes, new_scopes = (side.record["hooks"].get(family, {}) for side in (before, after))
        for scope in sorted(old_scopes.keys() | new_scopes.keys()):
            # Each blueprint comes with hooks of Flask's own, each version of an extension with others.
            old, new = (
                [
                    _function(each, same_stack)
                    for each in scopes.get(scope, ())
                    if each["own"] or (same_stack and not scope)
                ]
                for scopes in (old_scopes, new_scopes)
            )
            where = f"{words}, blueprint {scope}" if scope else words
            yield from _sequence("hook", where, old, new)


def _sequence(kind: str, where: str, old: list[str], new: list[str]) -> Iterator[Difference]:
    if old == new:
        return
    missing, added = _without(old, new), _without(new, old)
    for name in missing:
        yield Difference(f"{kind}-missing", where, name, ABSENT)
    for name in added:
        yield Difference(f"{kind}-added", where, ABSENT, name)
    if not missing and not added:
        yield Difference(f"{kind}-order", where, ", ".join(old), ", ".join(new))


def _without(items: Sequence[str], others: Sequence[str]) -> list[str]:
    """`items` less `others`, as often as they are there."""
    left = list(others)
    found = []
    for item in items:
        if item in left:
            left.remove(item)
        else:
            found.append(item)
    return found


def _error_handlers(before: _Side, after: _Side, same_stack: bool) -> Iterator[Difference]:
    old, new = (
        {
            " ".join(
                str(part) for part in (each["scope"], each["code"], each["exception"]) if part not in (None, "")
            ): (_function(each["handler"], same_stack))
            for each in side.record["error_handlers"]
        }
        for side in (before, after)
    )
    yield from _mapping("error-handler", "error handler ", old, new)


def _mapping(kind: str, prefix: str, old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Difference]:
    """Keys that are gone, new, or have another value."""
    for key in sorted(old.keys() | new.keys()):
        if key not in new:
            yield Difference(f"{kind}-missing", prefix + key, old[key], ABSENT)
        elif key not in old:
            yield Difference(f"{kind}-added", prefix + key, ABSENT, new[key])
        elif old[key] != new[key]:
            yield Difference(f"{kind}-changed", prefix + key, old[key], new[key])


def _one_kind(kind: str, prefix: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Difference]:
    for key in sorted(old.keys() | new.keys()):
        one, two = (shown(side[key]) if key in side else ABSENT for side in (old, new))
        if one != two:
            yield Difference(kind, prefix + key, one, two)


def _jinja(before: _Side, after: _Side, same_stack: bool) -> Iterator[Difference]:
    old, new = before.record["jinja"], after.record["jinja"]
    for part, kind in (("filters", "template-filter"), ("tests", "template-test"), ("globals", "template-global")):
        one, two = (
            {
                name: _function(each, same_stack)
                for name, each in side[part].items()
                if same_stack or each.get("own") or "value" in each
            }
            for side in (old, new)
        )
        yield from _one_kind(kind, "", one, two)
    shared = (old["options"].keys() & new["options"].keys()) - {"extensions"} if not same_stack else None
    one, two = (
        {key: value for key, value in side["options"].items() if shared is None or key in shared} for side in (old, new)
    )
    yield from _one_kind("template-options", "", one, two)


def _commands(before: _Side, after: _Side) -> Iterator[Difference]:
    old, new = ({each["name"]: each for each in side.record["commands"]} for side in (before, after))
    for name in sorted(old.keys() | new.keys()):
        if name not in new:
            yield Difference("command-missing", name, name, ABSENT)
        elif name not in old:
            yield Difference("command-added", name, ABSENT, name)
        else:
            one, two = old[name], new[name]
            if one["parameters"] != two["parameters"]:
                parameters = [{parameter["name"]: parameter for parameter in each["parameters"]} for each in (one, two)]
                yield from _one_kind("command-parameters", f"{name} ", *parameters)
            functions = [_function(each["callback"]) if each["callback"] else ABSENT for each in (one, two)]
            if functions[0] != functions[1]:
                yield Difference("command-function", name, *functions)


def _config(before: _Side, after: _Side, same_stack: bool) -> Iterator[Difference]:
    old, new = before.record["config"], after.record["config"]
    for key in sorted(old.keys() | new.keys()):
        one, two = old.get(key), new.get(key)
        # What the library itself brings along, and nobody set, differs between its versions.
        if all(side is None or side["default"] for side in (one, two)):
            continue
        if not same_stack and not any(side is not None and side["named"] for side in (one, two)):
            continue
        if one is None or two is None:
            kind = "config-added" if one is None else "config-missing"
            yield Difference(kind, key, _setting(one), _setting(two))
        elif one["type"] != two["type"]:
            yield Difference("config-type", key, _setting(one), _setting(two))
        elif _value_of(before, one) != _value_of(after, two):
            yield Difference("config-value", key, _setting(one), _setting(two))


def _value_of(side: _Side, record: Record) -> Any:
    return {name: side.value(value) for name, value in record.items() if name not in ("default", "named")}


def _setting(record: Record | None) -> str:
    if record is None:
        return ABSENT
    if record.get("random"):
        return f"a random {record['type']}"
    value = record.get("value")
    if isinstance(value, dict) and value.keys() == {"hash"}:
        return f"a {record['type']} that is not shown, hash {value['hash'][:6]}"
    return f"{shown(value)} ({record['type']})"


def _extensions(before: _Side, after: _Side, same_stack: bool) -> Iterator[Difference]:
    old, new = before.record["extensions"], after.record["extensions"]
    for name in sorted(old.keys() | new.keys()):
        if name not in new:
            yield Difference("extension-missing", name, old[name]["type"], ABSENT)
        elif name not in old:
            yield Difference("extension-added", name, ABSENT, new[name]["type"])
        elif same_stack:
            if old[name]["type"] != new[name]["type"]:
                yield Difference("extension-changed", name, old[name]["type"], new[name]["type"])
            one, two = (
                {key: _value_of(side, value) for key, value in side.record["extensions"][name]["state"].items()}
                for side in (before, after)
            )
            yield from _one_kind("extension-changed", f"{name}.", one, two)


_OF_LIBRARIES = ("subdomain_matching", "host_matching", "logger level", "logger handlers")
"""Parts of an application that have other defaults in other versions of Flask."""


def _application(before: _Side, after: _Side, same_stack: bool) -> Iterator[Difference]:
    old, new = (side.value(side.record["application"]) for side in (before, after))
    for name in () if same_stack else _OF_LIBRARIES:
        old.pop(name, None)
        new.pop(name, None)
    yield from _one_kind("application", "", old, new)
    for name in sorted(set(before.record["blueprints"]) - set(after.record["blueprints"])):
        yield Difference("blueprint", name, name, ABSENT)


def _tables(before: _Side, after: _Side, same_stack: bool) -> Iterator[Difference]:
    old, new = before.record["tables"], after.record["tables"]
    for name in sorted(old.keys() | new.keys()):
        if name not in new:
            yield Difference("table-missing", name, ", ".join(old[name]["columns"]), ABSENT)
        elif name not in old:
            yield Difference("table-added", name, ABSENT, ", ".join(new[name]["columns"]))
        else:
            one, two = (
                {column: _column(each, same_stack) for column, each in side[name]["columns"].items()}
                for side in (old, new)
            )
            yield from _one_kind("column", f"{name}.", one, two)
            for part in ("constraints", "indexes"):
                if old[name][part] != new[name][part]:
                    gone, come = (_without(a[name][part], b[name][part]) for a, b in ((old, new), (new, old)))
                    yield Difference("constraint", f"{name} {part}", "; ".join(gone), "; ".join(come))


def _column(column: Record, same_stack: bool) -> Record:
    """Types are written in other ways by other versions: then only the name of the class counts."""
    if same_stack:
        return column
    return {**column, "type": str(column["type"]).partition("(")[0]}


# -- what it does -----------------------------------------------------------------------------------------------------

_AT_START = ("sql", "mails", "tasks", "logs", "network", "engines", "templates", "servers", "threads")


def _start(before: _Side, after: _Side, same_stack: bool) -> Iterator[Difference]:
    old, new = before.record["start"], after.record["start"]
    for part in _AT_START:
        if part == "engines" and not same_stack:
            continue
        one, two = (
            [_statement(each) if part == "sql" else shown(each) for each in side.get(part, ())] for side in (old, new)
        )
        for line in _without(one, two):
            yield Difference("start", part, line, ABSENT)
        for line in _without(two, one):
            yield Difference("start", part, ABSENT, line)
    if same_stack:
        yield from _new_warnings("start", old, new)


def _new_warnings(where: str, old: Record, new: Record) -> Iterator[Difference]:
    known = {shown(each) for each in old.get("warnings", ())}
    for each in sorted({shown(each) for each in new.get("warnings", ())} - known):
        yield Difference("warnings", where, ABSENT, each)


_CALLS = {"COMMAND": "flask", "ERROR": "error"}


def name_of_request(request: Record) -> str:
    """A request in words: `POST /login (form, user)`."""
    if request["method"] in _CALLS:
        return " ".join([_CALLS[request["method"]], request["path"], *request.get("words", ())])
    extras = [request.get("variant", each) for each in ("form", "json", "data") if each in request]
    if request.get("actor") not in (None, "anonymous"):
        extras.append(f"as {request['actor']}")
    subdomain = f"{request['subdomain']}:" if request.get("subdomain") else ""
    return f"{request['method']} {subdomain}{request['path']}" + (f" ({', '.join(extras)})" if extras else "")


def _requests(before: _Side, after: _Side, same_stack: bool) -> Iterator[Difference]:
    old, new = before.record["requests"] or [], after.record["requests"] or []
    names: dict[str, int] = {}
    for position, one in enumerate(old):
        name = name_of_request(one["request"])
        names[name] = names.get(name, 0) + 1
        where = name if names[name] == 1 else f"{name} #{names[name]}"
        if position >= len(new):
            yield Difference("requests", where, "sent", ABSENT)
            continue
        yield from _answers(where, one["answer"], new[position]["answer"], after, same_stack)


def _answers(where: str, old: Record, new: Record, after: _Side, same_stack: bool) -> Iterator[Difference]:
    results = [_result(each) for each in (old, new)]
    if results[0] != results[1]:
        kind = "exception" if "exception" in old or "exception" in new else "status"
        yield Difference(kind, where, *results)
    elif "exception" not in old:
        yield from _response(where, old, new, same_stack)
    yield from _sql(where, old.get("sql", []), new.get("sql", []))
    yield from _one_kind("data", f"{where}: table ", _data(old), _data(new))
    if results[0] != results[1]:
        return
    yield from _templates(where, old, new)
    for part in ("flashes", "mails", "tasks", "files", "logs", "network", "threads"):
        one, two = (_words(part, side.get(part, [])) for side in (old, new))
        if one != two:
            yield Difference(
                part, where, "; ".join(_without(one, two)) or ABSENT, "; ".join(_without(two, one)) or ABSENT
            )
    if same_stack:
        yield from _new_warnings(where, old, new)


def _words(part: str, events: Sequence[Any]) -> list[str]:
    if part in ("network", "files"):
        return sorted({shown(each) for each in events})
    return [shown(each) for each in events]


def _data(answer: Record) -> dict[str, Any]:
    return {
        name: json.loads(normalise.apply(normalise.VALUES, json.dumps({**each, "rows before": None})))
        for name, each in answer.get("data", {}).items()
    }


def _result(answer: Record) -> str:
    return str(answer["exception"]) if "exception" in answer else str(answer["status"])


def _response(where: str, old: Record, new: Record, same_stack: bool) -> Iterator[Difference]:
    headers = [_headers(each, same_stack) for each in (old, new)]
    for name in sorted(headers[0].keys() | headers[1].keys()):
        one, two = (shown(side[name]) if name in side else ABSENT for side in headers)
        if one != two:
            yield Difference("redirect" if name == "location" else "header", f"{where}: {name}", one, two)
    yield from _cookies(where, old["cookies"], new["cookies"], same_stack)
    yield from _bodies(where, old["body"], new["body"], old["content type"], same_stack)


def _headers(answer: Record, same_stack: bool) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for name, value in answer["headers"]:
        if name.lower() not in normalise.UNCOMPARED_HEADERS:
            found.setdefault(name.lower(), []).append(normalise.header(name, value))
    if not same_stack:
        found.pop("vary", None)
        if "last-modified" in found:
            # A file that Flask sends: each version has its own idea of how long it lives.
            for name in ("cache-control", "expires", "content-disposition", "accept-ranges"):
                found.pop(name, None)
        for name in found.keys() & {"content-type", "etag", "cache-control", "expires"}:
            found[name] = [each.lower().replace(" ", "").partition(";charset")[0] for each in found.get(name, [])]
    return {name: ", ".join(sorted(values)) for name, values in found.items()}


def _cookies(where: str, old: Sequence[Record], new: Sequence[Record], same_stack: bool) -> Iterator[Difference]:
    cookies = [{each["name"]: each for each in side if same_stack or not _is_of_libraries(each)} for side in (old, new)]
    for name in sorted(cookies[0].keys() | cookies[1].keys()):
        place = f"{where}: {name}"
        if name not in cookies[1]:
            yield Difference("cookie-missing", place, _cookie(cookies[0][name]), ABSENT)
        elif name not in cookies[0]:
            yield Difference("cookie-added", place, ABSENT, _cookie(cookies[1][name]))
        else:
            one, two = (side[name] for side in cookies)
            flags = [list(side["flags"]) for side in (one, two)]
            if not same_stack:
                flags = [sorted(each.lower() for each in side if not each.startswith("Expires")) for side in flags]
            if flags[0] != flags[1]:
                yield Difference("cookie-flags", place, "; ".join(flags[0]), "; ".join(flags[1]))
            sessions = [_session(side, same_stack) for side in (one, two)]
            if sessions[0] != sessions[1]:
                yield Difference("session", place, shown(one.get("session")), shown(two.get("session")))
            elif one.get("value") != two.get("value"):
                yield Difference("cookie-value", place, shown(one.get("value")), shown(two.get("value")))


_KEYS_OF_LIBRARIES = frozenset({"_fresh", "_id", "_user_id", "user_id", "_permanent", "csrf_token"})


def _is_of_libraries(cookie: Record) -> bool:
    """Whether a session holds nothing of the project's own: each version of a library puts other keys in."""
    return "session" in cookie and not set(cookie["session"]) - _KEYS_OF_LIBRARIES


def _session(cookie: Record, same_stack: bool) -> Any:
    session = cookie.get("session")
    if same_stack or not isinstance(session, dict):
        return session
    return {key: value for key, value in session.items() if key not in _KEYS_OF_LIBRARIES}


def _cookie(cookie: Record) -> str:
    return "; ".join([shown(cookie.get("session", cookie.get("value"))), *cookie["flags"]])


def _bodies(where: str, old: Any, new: Any, kind: str, same_stack: bool) -> Iterator[Difference]:
    if old == new:
        return
    if not isinstance(old, str) or not isinstance(new, str):
        yield Difference("body", where, shown(old), shown(new))
        return
    normalisers = normalise.BODY if same_stack else (*normalise.BODY, *normalise.BODY_ACROSS_VERSIONS)
    one, two = (normalise.apply(normalisers, side) for side in (old, new))
    if one == two:
        return
    if "json" in kind:
        try:
            parsed = [json.loads(each) for each in (one, two)]
        except ValueError:
            parsed = []
        if parsed and parsed[0] == parsed[1]:
            if same_stack:
                yield Difference("json-layout", where, *_around(one, two))
            return
        yield Difference("json", where, *_around(one, two))
        return
    yield Difference("body", where, *_around(one, two))


def _around(old: str, new: str, margin: int = 60) -> tuple[str, str]:
    """The parts of two texts that differ: lines, or of a single line a little of what is around."""
    lines = [[each.strip() for each in text.splitlines() if each.strip()] for text in (old, new)]
    if lines[0] != lines[1] and max(len(each) for side in lines for each in (*side, "")) < 3 * margin:
        first, last = _differing(*lines)
        return tuple(shown("\n".join(side[first : len(side) - last]) or ABSENT) for side in lines)  # type: ignore[return-value]
    start = 0
    shortest = min(len(old), len(new))
    while start < shortest and old[start] == new[start]:
        start += 1
    end = 0
    while end < shortest - start and old[len(old) - 1 - end] == new[len(new) - 1 - end]:
        end += 1
    cut = max(0, start - margin)
    parts = []
    for text in (old, new):
        stop = min(len(text), len(text) - end + margin)
        parts.append(("..." if cut else "") + text[cut:stop][:SHOWN] + ("..." if stop < len(text) else ""))
    return parts[0], parts[1]


def _differing(old: Sequence[str], new: Sequence[str]) -> tuple[int, int]:
    """How much is the same at the start and at the end."""
    shortest = min(len(old), len(new))
    start = next((number for number in range(shortest) if old[number] != new[number]), shortest)
    rest = shortest - start
    return start, next((number for number in range(rest) if old[-1 - number] != new[-1 - number]), rest)


def _templates(where: str, old: Record, new: Record) -> Iterator[Difference]:
    one, two = old.get("templates", []), new.get("templates", [])
    names = [[name for name, _ in side] for side in (one, two)]
    if names[0] != names[1]:
        yield Difference("templates", where, ", ".join(names[0]) or ABSENT, ", ".join(names[1]) or ABSENT)
        return
    for (name, given), (_, given_after) in zip(one, two, strict=True):
        if given != given_after:
            gone, come = _without(given, given_after), _without(given_after, given)
            yield Difference(
                "template-context", f"{where}: {name}", ", ".join(gone) or ABSENT, ", ".join(come) or ABSENT
            )


# -- SQL --------------------------------------------------------------------------------------------------------------


def _statement(event: Sequence[Any]) -> str:
    text = normalise.apply(normalise.SQL, event[0])
    return text if not event[1] else f"{text} {normalise.apply(normalise.VALUES, shown(event[1]))}"


def _sql(where: str, old: Sequence[Any], new: Sequence[Any]) -> Iterator[Difference]:
    one, two = ([_statement(each) for each in side] for side in (old, new))
    if one == two:
        return
    gone, come = _without(one, two), _without(two, one)
    if not gone and not come:
        kind = "sql-order" if _between_writes(one) != _between_writes(two) else "sql-read-order"
        yield Difference(kind, where, "; ".join(one), "; ".join(two))
        return
    for line in list(gone):
        match = _nearest(line, come)
        if match is not None:
            gone.remove(line)
            come.remove(match)
            yield Difference(_sql_kind(line, match), where, line, match)
    for line in gone:
        yield Difference("commit-missing" if line == "COMMIT" else "sql-missing", where, line, ABSENT)
    for line in come:
        yield Difference("sql-added", where, ABSENT, line)


def _between_writes(statements: Sequence[str]) -> list[list[str]]:
    """The statements in their order, but those that only read between two others sorted."""
    parts: list[list[str]] = [[]]
    for each in statements:
        if each.upper().startswith("SELECT"):
            parts[-1].append(each)
        else:
            parts += [[each], []]
    return [sorted(part) for part in parts]


def _nearest(line: str, others: Sequence[str]) -> str | None:
    """The statement of the same verb about the same table, if any."""
    return next((each for each in others if _subject(each) == _subject(line)), None)


_SUBJECT = re.compile(r"(?i)^(\w+)\b.*?\b(?:FROM|INTO|UPDATE|TABLE)\s+\(?\s*([\w\".]+)")


def _subject(line: str) -> tuple[str, ...]:
    match = _SUBJECT.match(line) or re.match(r"(?i)(UPDATE)\s+([\w\".]+)", line)
    return tuple(part.upper() for part in match.groups()) if match else (line,)


_CLAUSES = (
    ("sql-order-by", re.compile(r"(?i)\s*\bORDER BY\b.*?(?=\bLIMIT\b|\)|$| \[| \{)")),
    ("sql-where", re.compile(r"(?i)\s*\bWHERE\b.*?(?=\bORDER BY\b|\bGROUP BY\b|\bLIMIT\b|$)")),
    ("sql-limit", re.compile(r"(?i)\s*\b(LIMIT|OFFSET)\b\s+\S+")),
)


def _sql_kind(old: str, new: str) -> str:
    texts = [re.sub(r" [\[{].*$", "", each) for each in (old, new)]
    if texts[0] == texts[1]:
        return "sql-parameters"
    for kind, clause in _CLAUSES:
        if clause.sub(" ", texts[0]).split() == clause.sub(" ", texts[1]).split():
            return kind
    return "sql"
