"""Finds requests: from the URL map, the views and the rows of the database."""

from __future__ import annotations

import contextlib
import inspect
import json
import os
import re
import urllib.parse
import uuid
from typing import Any

from flask_modernize.verify.probe.fields import fields_of
from flask_modernize.verify.probe.rows import PASSWORD, ROWS, first_value, made_up, text_for
from flask_modernize.verify.probe.tables import all_tables, table_name
from flask_modernize.verify.probe.uploads import made_up_file
from flask_modernize.verify.probe.world import Job, Record

MISSING = {"int": "987654", "float": "987654.5", "uuid": "00000000-0000-0000-0000-00000000dead"}

PLACEHOLDER = re.compile(r"<(?:(?P<converter>[a-zA-Z_]\w*)(?:\((?P<arguments>.*?)\))?:)?(?P<name>[a-zA-Z_]\w*)>")


def automatic_requests(app: Any, job: Job, actors: list[Record]) -> list[Record]:
    """Requests that can be told from the URL map, the views and the database; by URL and method."""
    rules = sorted(app.url_map.iter_rules(), key=lambda rule: (rule.rule, sorted(rule.methods or ()), rule.endpoint))
    found: list[Record] = []
    for method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
        for actor in actors:
            for rule in rules:
                if method in (rule.methods or ()):
                    requests = get_requests(app, rule) if method == "GET" else writing_requests(app, rule, method)
                    found += [{**each, **actor} for each in requests]
    unique: dict[str, Record] = {}
    for each in found:
        unique.setdefault(json.dumps(each, sort_keys=True), each)
    return list(unique.values())[: job.limit]


def get_requests(app: Any, rule: Any) -> list[Record]:
    found: list[Record] = [{"method": "GET", "path": path, **place_of(rule)} for path in paths_of(app, rule)]
    names = fields_of(app, rule)["query"]
    if names and found:
        values = {name: text_for(name, 1).split(" <")[0] for name in names}
        found.append(dict(found[0], path=found[0]["path"] + "?" + urllib.parse.urlencode(values)))
    return found


def place_of(rule: Any) -> Record:
    """Where a rule is served, if not at the root of the server."""
    return {"subdomain": rule.subdomain} if rule.subdomain and "<" not in rule.subdomain else {}


def writing_requests(app: Any, rule: Any, method: str) -> list[Record]:
    fields = fields_of(app, rule)
    paths = paths_of(app, rule)
    found: list[Record] = []
    for path in paths[:1]:
        request: Record = {"method": method, "path": path, **place_of(rule)}
        values = {name: field_value(name) for name in fields["names"]}
        if fields["files"]:
            found.append(dict(request, form=values, files={name: made_up_file(name) for name in fields["files"]}))
        if fields["names"]:
            typed = {name: json_value(name) for name in fields["names"]}
            found += [dict(request, form=values), dict(request, json={**typed, **fields["typed"]})]
        found.append(request)
    return found + [{"method": method, "path": path, **place_of(rule)} for path in paths[1:]]


def paths_of(app: Any, rule: Any) -> list[str]:
    """Paths that the rule takes: one with values that are there, one with values that are not."""
    if rule.endpoint.split(".")[-1] == "static" and "filename" in rule.arguments:
        return static_paths(app, rule)
    if not rule.arguments - set(rule.defaults or ()):
        return [PLACEHOLDER.sub("", rule.rule)]
    path = rule.rule
    present = PLACEHOLDER.sub(lambda match: quoted(argument_value(app, rule, match, path)), path)
    missing = PLACEHOLDER.sub(lambda match: quoted(missing_value(match)), path)
    return [present, missing] if present != missing else [present]


def quoted(text: str) -> str:
    return urllib.parse.quote(text, safe="/:@!$,;~*'()")


def static_paths(app: Any, rule: Any) -> list[str]:
    holder = app if rule.endpoint == "static" else app.blueprints.get(rule.endpoint.rpartition(".")[0])
    folder = getattr(holder, "static_folder", None)
    names = []
    if folder and os.path.isdir(folder):
        for directory, directories, files in os.walk(folder):
            directories.sort()
            names += [
                os.path.relpath(os.path.join(directory, name), folder).replace(os.sep, "/") for name in sorted(files)
            ]
    return [PLACEHOLDER.sub(quoted(name), rule.rule) for name in (*names[:1], "missing.txt")]


def argument_value(app: Any, rule: Any, match: Any, path: str) -> str:
    """A value for one argument of a rule: from the rows of the table that it is about, else a default."""
    converter, arguments, name = match.group("converter"), match.group("arguments") or "", match.group("name")
    if converter == "any":
        return arguments.split(",")[0].strip("\"' ")
    words = [name, *reversed(re.findall(r"/([a-zA-Z_]\w*)(?=/)", path[: match.start()]))]
    value = value_in_database(name, words)
    if converter == "int" and not (value or "").isdigit():
        value = "1"
    elif converter == "float":
        value = "1.5"
    elif converter == "uuid" and not re.match(r"[0-9a-f]{8}-", value or ""):
        value = str(uuid.UUID(int=1))
    elif value is None:
        value = "1" if is_read_as_number(app, rule, name) else None
    if value is None:
        value = "1" if name == "id" or name.endswith("_id") else text_for(name, 1).split(" <")[0]
    if converter not in (None, "default", "string", "int", "float", "uuid", "path"):
        pattern = getattr(rule._converters.get(name), "regex", None)
        candidates = [value, "1", "a", "abc", "2000", "2023-11-14", "1,2", "a-b", "12345678"]
        with contextlib.suppress(re.error):
            value = next((each for each in candidates if pattern and re.fullmatch(pattern, each)), value)
    return value


def is_read_as_number(app: Any, rule: Any, name: str) -> bool:
    """Whether the view makes a number of an argument."""
    with contextlib.suppress(Exception):
        source = inspect.getsource(inspect.unwrap(app.view_functions[rule.endpoint]))
        return bool(re.search(r"\b(int|float)\(\s*" + re.escape(name), source))
    return False


def missing_value(match: Any) -> str:
    if match.group("converter") == "any":
        return (match.group("arguments") or "").split(",")[-1].strip("\"' ")
    return MISSING.get(match.group("converter") or "", "987654" if match.group("name").endswith("id") else "missing")


def value_in_database(name: str, words: list[str]) -> str | None:
    """What the first row has in the column that an argument is named after, in the table that the words name."""
    stem = re.sub(r"_?(id|pk|key|name|slug)$", "", name)
    best: tuple[int, str | None] = (0, None)
    for table in sorted(all_tables(), key=table_name):
        about = [singular(word) for word in [stem, *words] if word]
        rank = len(about) - about.index(singular(table.name)) + 1 if singular(table.name) in about else 0
        key = list(table.primary_key.columns)
        if name in table.columns:
            column, rank = table.columns[name], rank + 2
        elif rank and (name.endswith("id") or stem == name) and len(key) == 1:
            column = key[0]
        else:
            continue
        if rank > best[0]:
            value = first_value(table, column)
            best = (rank, value) if value is not None else best
    return best[1]


def singular(word: str) -> str:
    word = word.lower()
    return word[:-3] + "y" if word.endswith("ies") else word[:-1] if word.endswith("s") else word


NUMBERS = re.compile(
    r"(^|_)(age|price|cost|amount|quantity|qty|count|number|num|page|limit|size|rating|score|stars|days|hours|minutes)$"
)


def field_value(name: str) -> str:
    """What a person would write into a field of that name: by the column of that name, else by the name."""
    if "password" in name or "passwd" in name or name in ("pw", "pwd", "password2", "confirm"):
        return PASSWORD
    if name.endswith("id"):
        return "1"
    column = column_named(name)
    if column is not None:
        value = made_up(column, ROWS, {})
        return "1" if column.foreign_keys or value is None else str(value)
    if name == "year":
        return "2004"
    if "date" in name or name == "day":
        return "2023-11-10"
    return "4" if NUMBERS.search(name) else text_for(name, 4)


def json_value(name: str) -> Any:
    """The same as JSON has it."""
    column = column_named(name)
    value = made_up(column, ROWS, {}) if column is not None and not column.foreign_keys else None
    return value if isinstance(value, (bool, int, float)) else field_value(name)


def column_named(name: str) -> Any:
    tables = sorted(all_tables(), key=table_name)
    return next((table.columns[name] for table in tables if name in table.columns), None)
