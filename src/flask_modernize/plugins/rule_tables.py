"""Rules written in TOML: each table is a kind of rule by its name in kebab-case, each key a field of that kind.

``[[renamed-keyword]]`` with ``of``, ``old`` and ``new`` is a :class:`flask_modernize.rules.kinds.RenamedKeyword`. Where
a kind has hardly any fields there is a shorter way: ``moved = {"old.name" = "new.name"}``.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import UnionType
from typing import TYPE_CHECKING, Any, get_args, get_origin, get_type_hints

from flask_modernize.planning.configuration import ConfigurationError
from flask_modernize.planning.contract import Options, Plan
from flask_modernize.planning.suggestions import did_you_mean
from flask_modernize.plugins.declarations import Declaration
from flask_modernize.project.config_spaces import CELERY, FLASK, Space
from flask_modernize.rules import config_key_kinds, kinds, template_kinds
from flask_modernize.rules.expression_templates import needs_parentheses

if TYPE_CHECKING:
    from flask_modernize.project import Project

REMOVED = "removed"
"""``removed = {"old.name" = "what to do instead"}``: a Reported rule in its shortest form."""
_SPACES = {"flask": FLASK, "celery": CELERY}
_NAME = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)*(\.\*)?")
_PLACES = ("of", "old", "new")


@dataclass(frozen=True, slots=True)
class RulePlan:
    """The ``plan`` of a codemod made of rules: code, templates and configuration keys."""

    rules: tuple[Any, ...]
    guide: str

    def __call__(self, project: Project, options: Options, paths: frozenset[str] | None) -> Plan:
        from flask_modernize.rules.config_keys import plan_config_rules
        from flask_modernize.rules.python_rules import plan_python_rules
        from flask_modernize.rules.templates import plan_template_rules

        found = [
            plan_python_rules(project, self._of(kinds.Rule), self.guide),
            plan_template_rules(project, self._of(template_kinds.TemplateRule), self.guide),
            plan_config_rules(project, self._of(config_key_kinds.ConfigRule), self.guide),
        ]
        return Plan(
            tuple(group for groups, _ in found for group in groups),
            tuple(finding for _, findings in found for finding in findings),
        )

    def _of(self, kind: UnionType) -> tuple[Any, ...]:
        return tuple(rule for rule in self.rules if isinstance(rule, kind))


@cache
def rule_kinds() -> Mapping[str, type[Any]]:
    """All kinds of rules by their names in TOML."""
    unions = (kinds.Rule, template_kinds.TemplateRule, config_key_kinds.ConfigRule)
    found = [kind for union in unions for kind in get_args(union)]
    return {kebab(kind.__name__): kind for kind in found}


def rules_of(declaration: Declaration, common: Sequence[str]) -> tuple[Any, ...]:
    """The rules of a declaration; ``common`` are its keys that are none. Raises ConfigurationError."""
    known = (REMOVED, *rule_kinds())
    declaration.check_keys((*common, *known))
    rules = [rule for name in declaration.table if name in known for rule in _rules(declaration, name)]
    if not rules:
        where = declaration.key().rstrip(".: ")
        raise ConfigurationError(f"{where} has no rules: for instance moved, renamed-keyword, removed.")
    return (*rules, *_under_old_names(rules))


def _under_old_names(rules: Sequence[Any]) -> Iterator[Any]:
    """Rules about what moves, for code that still has it under its old name: both are rewritten in one go."""
    for move in rules:
        if not isinstance(move, kinds.Moved | kinds.MovedModule) or move.old.endswith("*"):
            continue
        for rule in rules:
            of = getattr(rule, "of", "")
            if of == move.new or of.startswith(f"{move.new}."):
                yield dataclasses.replace(rule, of=move.old + of.removeprefix(move.new))


def _rules(declaration: Declaration, name: str) -> Iterator[Any]:
    kind = kinds.Reported if name == REMOVED else rule_kinds()[name]
    given = declaration.table[name]
    entries = list(_pairs(declaration, name, kind, given)) if isinstance(given, dict) else given
    if not isinstance(entries, list):
        raise ConfigurationError(f"{declaration.key(name)} must be a list of tables.")
    for number, entry in enumerate(entries, 1):
        where = f"{declaration.key(name)}[{number}]"
        if isinstance(entry, str):
            entry = _single(kind, entry, where)
        if not isinstance(entry, dict):
            raise ConfigurationError(f"{where} must be a table.")
        yield _rule(kind, entry, where, f"{declaration.id}/{name}-{number}")


# -- the short forms --------------------------------------------------------------------------------------------------


def _pairs(declaration: Declaration, name: str, kind: type[Any], given: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """``{"old" = "new"}`` and ``{"Class.old" = "new"}``."""
    needed = _required(kind)
    for key, value in given.items():
        where = declaration.key(name, f'"{key}"')
        if not isinstance(value, str):
            raise ConfigurationError(f"{where} must be a string.")
        if name == REMOVED:
            yield {"of": key, "message": "it is gone.", "advice": value}
        elif needed == {"old", "new"}:
            yield {"old": key, "new": value}
        elif needed == {"of", "old", "new"}:
            of, old = _split(key, where)
            yield {"of": of, "old": old, "new": value}
        else:
            raise ConfigurationError(f"{declaration.key(name)} must be a list of tables with {_listed(needed)}.")


def _single(kind: type[Any], text: str, where: str) -> dict[str, Any]:
    """``"Class.member"`` and ``"KEY"``."""
    needed = _required(kind)
    if needed == {"of", "name"}:
        of, name = _split(text, where)
        return {"of": of, "name": name}
    if len(needed) == 1:
        return {next(iter(needed)): text}
    raise ConfigurationError(f"{where} must be a table with {_listed(needed)}.")


def _split(text: str, where: str) -> tuple[str, str]:
    of, dot, name = text.rpartition(".")
    if not dot:
        raise ConfigurationError(f"{where}: {text!r} must name what it belongs to, too: package.Class.{text}.")
    return of, name


def _listed(names: set[str]) -> str:
    return " and ".join(kebab(name) for name in sorted(names))


# -- one rule ---------------------------------------------------------------------------------------------------------


def _required(kind: type[Any]) -> set[str]:
    return {
        field.name for field in dataclasses.fields(kind) if field.default is dataclasses.MISSING and field.name != "row"
    }


def _rule(kind: type[Any], entry: Mapping[str, Any], where: str, row: str) -> Any:
    types = {kebab(name): (name, type) for name, type in get_type_hints(kind).items() if name != "row"}
    values: dict[str, Any] = {}
    for key, value in entry.items():
        if key not in types:
            raise ConfigurationError(f"{where}: there is no such key {key!r}.{did_you_mean(key, types)}")
        name, type_ = types[key]
        values[name] = _value(value, type_, f"{where}.{key}")
    missing = sorted(_required(kind) - values.keys())
    if missing:
        raise ConfigurationError(f"{where} needs {kebab(missing[0])!r}.")
    _check_names(kind, values, where)
    return kind(row=row, **values)


def _value(value: Any, type_: Any, where: str) -> Any:
    """A value of TOML as the field wants it. Raises ConfigurationError."""
    if type_ is Space:
        if value not in _SPACES:
            raise ConfigurationError(f"{where} must be {' or '.join(_SPACES)}.")
        return _SPACES[value]
    if get_origin(type_) is tuple:
        return _several(value, get_args(type_), where)
    allowed = tuple(each for each in (get_args(type_) or (type_,)) if isinstance(each, type))
    if not isinstance(value, allowed) or (isinstance(value, bool) and bool not in allowed):
        names = {str: "a string", int: "a whole number", bool: "true or false", float: "a number"}
        raise ConfigurationError(f"{where} must be {' or '.join(names[each] for each in allowed if each in names)}.")
    return value


def _several(value: Any, types: tuple[Any, ...], where: str) -> tuple[Any, ...]:
    if types[0] == tuple[str, str]:
        if not isinstance(value, dict):
            raise ConfigurationError(f'{where} must be a table of {{"old" = "new"}}.')
        return tuple((key, _value(each, str, f"{where}.{key}")) for key, each in value.items())
    if not isinstance(value, list):
        raise ConfigurationError(f"{where} must be a list.")
    if types[-1] is not Ellipsis and len(value) != len(types):
        raise ConfigurationError(f"{where} must be a list of {len(types)}.")
    return tuple(_value(each, types[0], f"{where}[{number}]") for number, each in enumerate(value, 1))


def _check_names(kind: type[Any], values: Mapping[str, Any], where: str) -> None:
    """What a rule would only stumble over when it is used."""
    if kind in get_args(kinds.Rule):
        for name in _PLACES:
            if name in values and isinstance(values[name], str) and kind is not kinds.ChangedValue:
                _check_name(values[name], f"{where}.{name}")
    if "template" in values and kind is not kinds.ReplacedAssignment:
        try:
            needs_parentheses(values["template"])
        except SyntaxError:
            raise ConfigurationError(f"{where}.template: {values['template']!r} is no expression.") from None


def _check_name(name: str, where: str) -> None:
    if not _NAME.fullmatch(name):
        raise ConfigurationError(f"{where}: {name!r} is no name such as package.Class.member.")


def kebab(name: str) -> str:
    """``RenamedKeyword`` and ``less_one`` as TOML writes them."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", name).lower().replace("_", "-")
