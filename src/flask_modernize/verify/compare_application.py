"""Differences in what an application is made of: routes, hooks, settings, tables, and what it does at start."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from flask_modernize.verify.compare_sql import statements
from flask_modernize.verify.differences import (
    ABSENT,
    Difference,
    Record,
    Side,
    mapping,
    new_warnings,
    one_kind,
    sequence,
    shown,
    without,
)


def application_differences(before: Side, after: Side, same_stack: bool) -> Iterator[Difference]:
    """All of them; ``same_stack``: both sides have the same versions of the libraries."""
    yield from _rules(before, after)
    yield from _hooks(before, after, same_stack)
    yield from _error_handlers(before, after, same_stack)
    yield from _jinja(before, after, same_stack)
    yield from _commands(before, after, same_stack)
    yield from _config(before, after, same_stack)
    yield from _extensions(before, after, same_stack)
    yield from _application(before, after, same_stack)
    yield from _tables(before, after, same_stack)
    yield from _start(before, after, same_stack)


def _rules(before: Side, after: Side) -> Iterator[Difference]:
    places = [_by_place(side) for side in (before, after)]
    for place in sorted(places[0].keys() | places[1].keys()):
        yield from _rules_of_place(place, list(places[0].get(place, ())), list(places[1].get(place, ())))
    yield from _rule_order(before, after)


def _by_place(side: Side) -> dict[str, list[dict[str, Any]]]:
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


def _rule_order(before: Side, after: Side) -> Iterator[Difference]:
    """Of rules with one endpoint the first makes the URLs; of rules of one shape the first answers."""
    orders = [_competing(side) for side in (before, after)]
    for group in sorted(orders[0].keys() & orders[1].keys()):
        old, new = orders[0][group], orders[1][group]
        if old != new and sorted(old) == sorted(new):
            yield Difference("route-order", group, ", ".join(old), ", ".join(new))


def _competing(side: Side) -> dict[str, list[str]]:
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


def _hooks(before: Side, after: Side, same_stack: bool) -> Iterator[Difference]:
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
            yield from sequence("hook", where, old, new)


def _error_handlers(before: Side, after: Side, same_stack: bool) -> Iterator[Difference]:
    old, new = (
        {
            " ".join(
                str(part) for part in (each["scope"], each["code"], each["exception"]) if part not in (None, "")
            ): (_function(each["handler"], same_stack))
            for each in side.record["error_handlers"]
        }
        for side in (before, after)
    )
    yield from mapping("error-handler", "error handler ", old, new)


def _jinja(before: Side, after: Side, same_stack: bool) -> Iterator[Difference]:
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
        yield from one_kind(kind, "", one, two)
    shared = (old["options"].keys() & new["options"].keys()) - {"extensions"} if not same_stack else None
    one, two = (
        {key: value for key, value in side["options"].items() if shared is None or key in shared} for side in (old, new)
    )
    yield from one_kind("template-options", "", one, two)


def _commands(before: Side, after: Side, same_stack: bool) -> Iterator[Difference]:
    # Each version of a library brings along other commands.
    old, new = (
        {
            each["name"]: each if same_stack else _without_defaults_of_flags(each)
            for each in side.record["commands"]
            if same_stack or not each["callback"] or each["callback"]["own"]
        }
        for side in (before, after)
    )
    for name in sorted(old.keys() | new.keys()):
        if name not in new:
            yield Difference("command-missing", name, name, ABSENT)
        elif name not in old:
            yield Difference("command-added", name, ABSENT, name)
        else:
            one, two = old[name], new[name]
            if one["parameters"] != two["parameters"]:
                parameters = [{parameter["name"]: parameter for parameter in each["parameters"]} for each in (one, two)]
                yield from one_kind("command-parameters", f"{name} ", *parameters)
            functions = [_function(each["callback"]) if each["callback"] else ABSENT for each in (one, two)]
            if functions[0] != functions[1]:
                yield Difference("command-function", name, *functions)


def _without_defaults_of_flags(command: Record) -> Record:
    """Click before 8.2 says False of a flag that has no default."""
    parameters = [
        {**each, "default": each["default"] or None} if each["type"] == "boolean" else each
        for each in command["parameters"]
    ]
    return {**command, "parameters": parameters}


def _config(before: Side, after: Side, same_stack: bool) -> Iterator[Difference]:
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


def _value_of(side: Side, record: Record) -> Any:
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


def _extensions(before: Side, after: Side, same_stack: bool) -> Iterator[Difference]:
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
            yield from one_kind("extension-changed", f"{name}.", one, two)


_OF_LIBRARIES = ("subdomain_matching", "host_matching", "logger level", "logger handlers")
"""Parts of an application that have other defaults in other versions of Flask."""


def _application(before: Side, after: Side, same_stack: bool) -> Iterator[Difference]:
    old, new = (side.value(side.record["application"]) for side in (before, after))
    for name in () if same_stack else _OF_LIBRARIES:
        old.pop(name, None)
        new.pop(name, None)
    yield from one_kind("application", "", old, new)
    for name in sorted(set(before.record["blueprints"]) - set(after.record["blueprints"])):
        yield Difference("blueprint", name, name, ABSENT)


def _tables(before: Side, after: Side, same_stack: bool) -> Iterator[Difference]:
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
            yield from one_kind("column", f"{name}.", one, two)
            for part in ("constraints", "indexes"):
                if old[name][part] != new[name][part]:
                    gone, come = (without(a[name][part], b[name][part]) for a, b in ((old, new), (new, old)))
                    yield Difference("constraint", f"{name} {part}", "; ".join(gone), "; ".join(come))


def _column(column: Record, same_stack: bool) -> Record:
    """Types are written in other ways by other versions: then only the name of the class counts."""
    if same_stack:
        return column
    return {**column, "type": str(column["type"]).partition("(")[0]}


# -- what it does -----------------------------------------------------------------------------------------------------

_AT_START = ("sql", "mails", "tasks", "logs", "network", "engines", "templates", "servers", "threads")


def _start(before: Side, after: Side, same_stack: bool) -> Iterator[Difference]:
    old, new = before.record["start"], after.record["start"]
    for part in _AT_START:
        if part == "engines" and not same_stack:
            continue
        one, two = (
            [shown(each) for each in side.get(part, ())]
            if part != "sql"
            else statements(side.get(part, ()), same_stack)
            for side in (old, new)
        )
        for line in without(one, two):
            yield Difference("start", part, line, ABSENT)
        for line in without(two, one):
            yield Difference("start", part, ABSENT, line)
    if same_stack:
        yield from new_warnings("start", old, new)
