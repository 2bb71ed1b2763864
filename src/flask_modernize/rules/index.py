"""A library's rules, sorted by what a place in a file must say for a rule to be looked at."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
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
    words: frozenset[bytes]
    """A file that a rule may hold for says one of these identifiers."""

    def may_match(self, identifiers: Collection[bytes]) -> bool:
        return not self.words.isdisjoint(identifiers)


_IDENTIFIER = re.compile(rb"[^\W\d]\w*")


def identifiers_in(data: bytes) -> frozenset[bytes]:
    """Everything in a file that may be a name."""
    return frozenset(_IDENTIFIER.findall(data))


@lru_cache(maxsize=64)
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
    return RuleIndex(names, tuple(modules), members, calls, called, frozenset(_words(rules)))


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


def _words(rules: Iterable[Rule]) -> Iterator[bytes]:
    for rule in rules:
        yield _word(rule).encode()


def _word(rule: Rule) -> str:
    if isinstance(rule, Moved | ReplacedName):
        return rule.old.rpartition(".")[2]
    if isinstance(rule, MovedModule):
        return rule.old.removesuffix(".*").rpartition(".")[2]
    if isinstance(rule, RenamedAttribute):
        return rule.old
    if isinstance(rule, ReplacedAttribute | ReplacedAssignment | CallToAttribute | AttributeToCall):
        return rule.name
    if isinstance(rule, RenamedKeyword):
        return rule.old
    if isinstance(rule, RemovedKeyword):
        return rule.keyword
    if isinstance(rule, Reported) and rule.keyword:
        return rule.keyword
    return rule.of.rpartition(".")[2]
