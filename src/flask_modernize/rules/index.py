"""A library's rules, sorted by what a place in a file must say for a rule to be looked at."""

from __future__ import annotations

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
    class_keywords: frozenset[str]
    """The keywords that the rules about calls of classes are about."""
    any_class_call: bool
    """Whether a rule is about calls of a class whatever their keywords."""


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
    of_classes = {_keyword(rule) for name, found in calls.items() if is_class(name) for rule in found}
    return RuleIndex(names, tuple(modules), members, calls, called, frozenset(of_classes), "" in of_classes)


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


def is_class(name: str) -> bool:
    """Whether a full name is that of a class, told by its capital; it may be called by the name of any subclass."""
    return name.rpartition(".")[2][:1].isupper()


def _keyword(rule: CallRule) -> str:
    """The keyword argument without which a call is none of a rule's business; empty where there is none."""
    if isinstance(rule, RenamedKeyword):
        return rule.old
    return rule.keyword if isinstance(rule, RemovedKeyword | Reported) else ""


@dataclass(frozen=True, slots=True, eq=False)
class Sought:
    """A rule, and what a file says that it holds for: each of the words, as :meth:`Project.words` has them."""

    rule: Rule
    words: frozenset[bytes]
    package: bytes = b""
    """That of the words that a file need not say which takes all names of another module."""


@lru_cache(maxsize=64)
def sought(rules: tuple[Rule, ...]) -> tuple[Sought, ...]:
    """What to look for in files, for each rule."""
    return tuple(
        Sought(rule, frozenset(word.encode() for word in (*_texts(rule), *_marks(rule))), _package(rule))
        for rule in rules
    )


def _package(rule: Rule) -> bytes:
    return rule.old.partition(".")[0].encode() if isinstance(rule, Moved) else b""


def fitting_rules(rules: Sequence[Sought], words: frozenset[bytes], data: bytes) -> tuple[Rule, ...]:
    """The rules that may hold for a file with these words and bytes."""
    if _ALL_NAMES in data:
        words = words | {each.package for each in rules}
    return tuple(each.rule for each in rules if each.words <= words)


_ALL_NAMES = b"import *"


def _marks(rule: Rule) -> Iterator[str]:
    """The attributes and keywords without which a file is none of a rule's business."""
    if isinstance(rule, ReplacedAttribute | ReplacedAssignment | CallToAttribute | AttributeToCall):
        yield f".{rule.name}"
    elif isinstance(rule, RenamedAttribute):
        if not rule.overrides:
            yield f".{rule.old}"
    elif isinstance(rule, Reported) and not rule.keyword and not rule.called and is_member(rule.of):
        if not rule.overridden:
            yield f".{rule.of.rpartition('.')[2]}"
    elif isinstance(rule, RenamedKeyword | RemovedKeyword | Reported) and _keyword(rule):
        yield f"{_keyword(rule)}="


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
    keyword = _keyword(rule)
    if keyword:
        yield keyword
    if not keyword or not is_class(rule.of):
        yield rule.of.rpartition(".")[2]
