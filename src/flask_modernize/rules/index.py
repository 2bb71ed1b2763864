"""A library's rules, sorted by what a place in a file must say for a rule to be looked at."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from flask_modernize.rules.kinds import (
    AddedKeyword,
    AttributeToCall,
    CallToAttribute,
    ChangedValue,
    Moved,
    MovedModule,
    PositionalToKeyword,
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

PlainCallRule = RenamedKeyword | RemovedKeyword | AddedKeyword | ChangedValue | PositionalToKeyword | Reported
CallRule = PlainCallRule | ReplacedCall
MemberRule = RenamedAttribute | ReplacedAttribute | ReplacedAssignment | CallToAttribute | AttributeToCall | Reported
NameRule = Moved | ReplacedName | Reported


@dataclass(frozen=True, slots=True, eq=False)
class RuleIndex:
    """Rules by the last part of the name that they are about."""

    names: Mapping[str, Sequence[NameRule]]
    """By the full name of something importable."""
    modules: Sequence[MovedModule]
    members: Mapping[str, Sequence[MemberRule]]
    """By the name of a member."""
    calls: Mapping[str, Sequence[CallRule]]
    """By the full name, or ``Class.method``, of what is called."""
    called: frozenset[str]
    """The last parts of those names."""


_IDENTIFIER = re.compile(rb"[^\W\d]\w*")


def identifiers_in(data: bytes) -> frozenset[bytes]:
    """Everything in a file that may be a name."""
    return frozenset(_IDENTIFIER.findall(data))


@lru_cache(maxsize=512)
def rule_index(rules: tuple[Rule, ...]) -> RuleIndex:
    """The index of a table; worked out once for each."""
    names: dict[str, list[NameRule]] = defaultdict(list)
    members: dict[str, list[MemberRule]] = defaultdict(list)
    calls: dict[str, list[CallRule]] = defaultdict(list)
    modules: list[MovedModule] = []
    for rule in rules:
        if isinstance(rule, Moved | ReplacedName):
            names[rule.old].append(rule)
        elif isinstance(rule, MovedModule):
            modules.append(rule)
        elif isinstance(rule, RenamedAttribute):
            members[rule.old].append(rule)
        elif isinstance(rule, ReplacedAttribute | ReplacedAssignment | CallToAttribute | AttributeToCall):
            members[rule.name].append(rule)
        elif isinstance(rule, Reported):
            _file_report(rule, names, members, calls)
        else:
            calls[rule.of].append(rule)
    called = frozenset(each.rpartition(".")[2] for each in calls)
    return RuleIndex(names, tuple(modules), members, calls, called)


def _file_report(
    rule: Reported,
    names: dict[str, list[NameRule]],
    members: dict[str, list[MemberRule]],
    calls: dict[str, list[CallRule]],
) -> None:
    if rule.keyword or rule.called:
        calls[rule.of].append(rule)
    elif is_member(rule.of):
        members[rule.of.rpartition(".")[2]].append(rule)
    else:
        names[rule.of].append(rule)


def is_member(name: str) -> bool:
    """Whether a full name is ``module.Class.member``, told by the capital of the class."""
    holder = name.rpartition(".")[0].rpartition(".")[2]
    return holder.lstrip("_")[:1].isupper()


def fitting_rules(rules: Sequence[Rule], identifiers: frozenset[bytes]) -> tuple[Rule, ...]:
    """The rules that may hold for a file with these identifiers."""
    return tuple(rule for rule in rules if _words(rule) <= identifiers)


@lru_cache(maxsize=4096)
def _words(rule: Rule) -> frozenset[bytes]:
    """What a file that a rule holds for says, each somewhere."""
    return frozenset(word.encode() for word in _texts(rule))


def _texts(rule: Rule) -> Iterator[str]:
    if isinstance(rule, MovedModule):
        yield from rule.old.removesuffix(".*").split(".")
    elif isinstance(rule, Moved):
        first, _, rest = rule.old.partition(".")
        yield rest.rpartition(".")[2]
        if not first.startswith("flask_"):  # which may be called flask.ext.name there
            yield first
    elif isinstance(rule, ReplacedName):
        yield rule.old.rpartition(".")[2]
    elif isinstance(rule, RenamedAttribute):
        yield rule.old
    elif isinstance(rule, ReplacedAttribute | ReplacedAssignment | CallToAttribute | AttributeToCall):
        yield rule.name
    else:
        yield from _texts_of_call(rule)


def _texts_of_call(rule: CallRule) -> Iterator[str]:
    keyword = rule.old if isinstance(rule, RenamedKeyword) else getattr(rule, "keyword", "")
    if keyword and not isinstance(rule, AddedKeyword):
        yield keyword
    last = rule.of.rpartition(".")[2]
    # A class may be called by the name of a subclass.
    if not last[:1].isupper() or not keyword or isinstance(rule, AddedKeyword):
        yield last
