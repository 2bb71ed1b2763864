"""Plans and descriptions of migrations as plain JSON values, both ways.

What comes from a child process was made by code that is not ours: it is checked value by value, and a path must stay
within the project.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from flask_modernize.planning.contract import (
    Behaviour,
    Code,
    Edit,
    FileChange,
    Finding,
    Group,
    ImportDrop,
    ImportNeed,
    IntendedDifference,
    Migration,
    Option,
    Plan,
)

Made = TypeVar("Made")


class BadData(ValueError):
    """An answer that is not what it must be; the message says what."""


# -- out --------------------------------------------------------------------------------------------------------------


def plan_data(plan: Plan) -> dict[str, Any]:
    """A plan as JSON values; bytes as Latin-1 text."""
    return {
        "groups": [_group_data(group) for group in plan.groups],
        "findings": [_finding_data(finding) for finding in plan.findings],
        "next_steps": list(plan.next_steps),
    }


def _group_data(group: Group) -> list[Any]:
    return [
        group.title,
        group.path,
        group.line,
        [[each.path, each.start, each.end, each.replacement.decode("latin-1")] for each in group.edits],
        [[each.path, each.module, each.name, each.alias, each.beside_line] for each in group.imports],
        [[each.path, None if each.after is None else each.after.decode("latin-1")] for each in group.files],
        [list(each) for each in group.statements],
        group.sites,
        [[each.path, each.line, each.name] for each in group.dropped_imports],
    ]


def _finding_data(each: Finding) -> list[Any]:
    return [each.path, each.line, each.column, each.code, each.message, each.advice, each.guide, each.site]


def description_data(migration: Migration) -> dict[str, Any]:
    """What there is to know about a migration but its ``plan``."""
    return {
        "id": migration.id,
        "order": migration.order,
        "summary": migration.summary,
        "behaviour": migration.behaviour.value,
        "guide": migration.guide,
        "documentation": migration.documentation,
        "options": [[each.name, each.default, each.help, list(each.choices)] for each in migration.options],
        "codes": [[each.code, each.meaning, each.advice] for each in migration.codes],
        "intended": [[each.kind, each.reason, each.where, each.words] for each in migration.intended],
        "needs": list(migration.needs),
        "whole_program": migration.whole_program,
    }


# -- in ---------------------------------------------------------------------------------------------------------------


def plan_of(data: Any) -> Plan:
    """The plan that `plan_data` wrote down. Raises BadData."""
    return _made(
        lambda: Plan(_all(_group, data["groups"]), _all(_finding, data["findings"]), _texts(data["next_steps"]))
    )


def described(data: Any, plan: Callable[..., Plan]) -> Migration:
    """The migration that `description_data` describes, with ``plan`` as its plan. Raises BadData."""
    return _made(
        lambda: Migration(
            id=_text(data["id"]),
            order=_number(data["order"]),
            summary=_text(data["summary"]),
            behaviour=Behaviour(data["behaviour"]),
            guide=_text(data["guide"]),
            documentation=_text(data["documentation"]),
            plan=plan,
            options=_all(_option, data["options"]),
            codes=_all(lambda each: Code(*_texts(each)), data["codes"]),
            intended=_all(lambda each: IntendedDifference(*_texts(each)), data["intended"]),
            needs=_texts(data["needs"]),
            whole_program=_flag(data["whole_program"]),
        )
    )


def _made(make: Callable[[], Made]) -> Made:
    try:
        return make()
    except BadData:
        raise
    except (KeyError, TypeError, ValueError, UnicodeError) as error:
        raise BadData(f"{type(error).__name__}: {error}") from None


def _group(data: Any) -> Group:
    title, path, line, edits, imports, files, statements, sites, drops = data
    return Group(
        _text(title),
        _path(path),
        _number(line),
        _all(lambda each: Edit(_path(each[0]), _number(each[1]), _number(each[2]), _bytes(each[3])), edits),
        _all(_import_need, imports),
        _all(lambda each: FileChange(_path(each[0]), None if each[1] is None else _bytes(each[1])), files),
        _all(lambda each: (_path(each[0]), _number(each[1]), _number(each[2])), statements),
        _number(sites),
        _all(lambda each: ImportDrop(_path(each[0]), _number(each[1]), _text(each[2])), drops),
    )


def _import_need(data: Any) -> ImportNeed:
    path, module, name, alias, beside_line = data
    alias = None if alias is None else _text(alias)
    return ImportNeed(_path(path), _text(module), _text(name), alias, _number(beside_line))


def _finding(data: Any) -> Finding:
    path, line, column, code, message, advice, guide, site = data
    texts = (_text(code), _text(message), _text(advice), _text(guide))
    return Finding(_path(path), _number(line), _number(column), *texts, _flag(site))


def _option(data: Any) -> Option:
    name, default, help, choices = data
    value = _texts(default) if isinstance(default, list) else default
    if not isinstance(value, bool | str | int | tuple):
        raise BadData(f"the option {name!r} has a default of type {type(value).__name__}")
    return Option(_text(name), value, _text(help), _texts(choices))


def _all(make: Callable[[Any], Made], data: Any) -> tuple[Made, ...]:
    if not isinstance(data, list):
        raise BadData(f"a list was expected, not {type(data).__name__}")
    return tuple(make(each) for each in data)


def _texts(data: Any) -> tuple[str, ...]:
    return _all(_text, data)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise BadData(f"a string was expected, not {type(value).__name__}")
    return value


def _number(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise BadData(f"a whole number was expected, not {type(value).__name__}")
    return value


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise BadData(f"true or false was expected, not {type(value).__name__}")
    return value


def _bytes(value: Any) -> bytes:
    return _text(value).encode("latin-1")


def _path(value: Any) -> str:
    path = _text(value)
    parts = path.split("/")
    if not path or posixpath.normpath(path) != path or path.startswith("/") or ".." in parts or ".git" in parts:
        raise BadData(f"{path!r} is not a path within the project")
    return path


def as_mapping(data: Any) -> Mapping[str, Any]:
    """A JSON object. Raises BadData."""
    if not isinstance(data, dict):
        raise BadData(f"an object was expected, not {type(data).__name__}")
    return data
