"""Rules about calls: keywords that were renamed or removed, positional arguments, calls that are written otherwise."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from flask_modernize.planning.contract import Finding
from flask_modernize.project.class_lines import class_facts
from flask_modernize.project.dependencies import is_pinned_below
from flask_modernize.project.library_types import library_ancestors, library_types
from flask_modernize.project.objects import ClassObject, External
from flask_modernize.project.value_flow import Place
from flask_modernize.rules.expression_templates import Fragments, filled, shown
from flask_modernize.rules.findings import ARGUMENTS, REMOVED, VALUE
from flask_modernize.rules.index import is_class
from flask_modernize.rules.kinds import (
    AddedKeyword,
    ChangedValue,
    PositionalToKeyword,
    RemovedKeyword,
    RenamedKeyword,
    ReplacedCall,
    Reported,
)
from flask_modernize.rules.matches import File, Match
from flask_modernize.rules.members import in_parentheses, needed_names
from flask_modernize.rules.replacing import Replacement, Span

if TYPE_CHECKING:
    from flask_modernize.rules.index import PlainCallRule


def calls_to_match(file: File) -> Iterator[ast.Call]:
    """The calls of a file that a rule may be about."""
    if not file.rules.calls:
        return
    names, keywords = _names_to_call(file), file.rules.class_keywords
    for call in file.syntax.scopes.of_kind(ast.Call):
        if (
            file.rules.any_class_call
            or last_name(call.func) in names
            or (keywords and any(each.arg in keywords for each in call.keywords))
        ):
            yield call


def _names_to_call(file: File) -> frozenset[str]:
    """The names under which a file may call the functions that the rules are about."""
    wanted = {name for name in file.rules.called if not is_class(name)}
    if not wanted:
        return frozenset()
    names = {*wanted, "__init__"}
    for alias in file.syntax.scopes.of_kind(ast.alias):
        if alias.asname and alias.name.rpartition(".")[2] in wanted:
            names.add(alias.asname)
    for assignment in file.syntax.scopes.of_kind(ast.Assign):
        if last_name(assignment.value) in wanted:
            names.update(last_name(target) for target in assignment.targets)
    return frozenset(names)


def last_name(node: ast.expr) -> str:
    """``c`` of ``a.b.c``; empty where it is no name."""
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def call_matches(file: File, call: ast.Call) -> Iterator[Match | Finding]:
    """What the rules say of one call."""
    names = _called_names(file, call)
    for name in sorted(names & file.rules.calls.keys()):
        rules = file.rules.calls[name]
        yield from _replaced(file, call, [rule for rule in rules if isinstance(rule, ReplacedCall)])
        for rule in rules:
            if not isinstance(rule, ReplacedCall):
                yield from _apply(file, call, rule)


def _called_names(file: File, call: ast.Call) -> frozenset[str]:
    """Full names of what is called; a class of the project counts as the library's classes whose constructor it has."""
    function = call.func
    if isinstance(function, ast.Attribute) and function.attr == "__init__":
        return _super_constructor(file, function)
    obj = library_types(file.project).callee(Place(file.syntax.path, file.scope(call)), function)
    by_member = isinstance(function, ast.Attribute) and not isinstance(obj, External)
    if not by_member or function.attr in file.rules.called:  # type: ignore[attr-defined]
        names = file.names(function)
        if names:
            return names
    if isinstance(obj, ClassObject):
        return frozenset() if _has_constructor(file, obj) else library_ancestors(file.project, obj)
    return frozenset()


def _super_constructor(file: File, function: ast.Attribute) -> frozenset[str]:
    """``super().__init__(...)`` of a class of the project calls the library's constructor, and so does its own name."""
    value = function.value
    if not (isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id == "super"):
        return file.names(value)
    scope = file.scope(function)
    while scope.kind != "class" and scope.parent is not None:
        scope = scope.parent
    if scope.kind != "class":
        return frozenset()
    cls = ClassObject(file.syntax.path, scope.qualname)
    own = [each for each in file.project.bases(cls) if isinstance(each, ClassObject)]
    if any(_has_constructor(file, each) for each in own):
        return frozenset()
    return library_ancestors(file.project, cls)


def _has_constructor(file: File, cls: ClassObject) -> bool:
    line = [cls, *(each for each in file.project.ancestors(cls) if isinstance(each, ClassObject))]
    described = (class_facts(file.project, each) for each in line)
    return any(facts is None or "__init__" in facts.methods for facts in described)


def _apply(file: File, call: ast.Call, rule: PlainCallRule) -> Iterator[Match | Finding]:
    if isinstance(rule, PositionalToKeyword):
        yield from _named(file, call, rule)
    elif isinstance(rule, AddedKeyword):
        yield from _added(file, call, rule)
    elif isinstance(rule, ChangedValue):
        yield from _changed(file, call, rule)
    elif isinstance(rule, Reported):
        if not rule.keyword or any(_is_reported(each, rule) for each in call.keywords):
            yield file.finding(call, REMOVED, f"`{_called_text(file, call)}`: {rule.message}", rule.advice)
    else:
        for keyword in call.keywords:
            if keyword.arg == (rule.old if isinstance(rule, RenamedKeyword) else rule.keyword):
                yield _keyword(file, call, keyword, rule)


def _is_reported(keyword: ast.keyword, rule: Reported) -> bool:
    if keyword.arg != rule.keyword or not rule.values:
        return keyword.arg == rule.keyword
    return isinstance(keyword.value, ast.Constant) and _is_one_of(keyword.value.value, rule.values)


def _called_text(file: File, call: ast.Call) -> str:
    return file.text(call.func) + "()"


def _keyword(
    file: File, call: ast.Call, keyword: ast.keyword, rule: RenamedKeyword | RemovedKeyword
) -> Match | Finding:
    start = file.span(keyword)[0]
    if isinstance(rule, RenamedKeyword):
        if any(each.arg == rule.new for each in call.keywords):
            message = f"`{_called_text(file, call)}` is given both `{rule.old}` and `{rule.new}`"
            return file.finding(call, ARGUMENTS, message, f"Leave only `{rule.new}`.")
        name, version = rule.until
        if name and is_pinned_below(file.project.origin, name, version, file.syntax.path) is None:
            message = f"{name} {version} and later pass `{rule.old}=` over; as `{rule.new}=` it would take effect"
            advice = f"Take it out if the application was run with one of these, else call it `{rule.new}=`."
            return file.finding(keyword.value, ARGUMENTS, message, advice)
        end = start + len(file.syntax.source.encode(rule.old))
        return Match(
            rule.row, f"{rule.old}= is {rule.new}= today", keyword.value, (Replacement(start, end, (rule.new,)),)
        )
    if rule.only and not (isinstance(keyword.value, ast.Constant) and _is_one_of(keyword.value.value, rule.only)):
        message = f"`{_called_text(file, call)}` no longer takes `{rule.keyword}=`"
        return file.finding(keyword.value, VALUE, message, rule.advice)
    if not rule.only and not isinstance(keyword.value, ast.Constant | ast.Name | ast.Attribute):
        message = f"`{_called_text(file, call)}` no longer takes `{rule.keyword}=`, whose value is worked out here"
        return file.finding(keyword.value, VALUE, message, rule.advice or f"Take `{rule.keyword}=` out.")
    return Match(
        rule.row, f"{rule.keyword}= is not taken today", call, (Replacement(*_argument_span(file, call, keyword), ()),)
    )


def _is_one_of(value: object, wanted: tuple[object, ...]) -> bool:
    return any(value == each and type(value) is type(each) for each in wanted)


def _argument_span(file: File, call: ast.Call, gone: ast.keyword) -> Span:
    """What goes with an argument: it, and the comma and space up to the next one, or from the one before."""
    items: list[ast.expr | ast.keyword] = sorted([*call.args, *call.keywords], key=lambda each: file.span(each)[0])
    index = items.index(gone)
    start, end = file.span(gone)
    data = file.syntax.source.data
    if index + 1 < len(items):
        following = _start_of(file, items[index + 1])
        return (start, following) if b"#" not in data[end:following] else (start, _behind_comma(data, end))
    if index > 0:
        before = file.span(items[index - 1])[1]
        return (before, end) if b"#" not in data[before:start] else (start, end)
    close = file.span(call)[1] - 1
    return (start, close) if data[end:close].strip() == b"," else (start, end)


def _start_of(file: File, item: ast.expr | ast.keyword) -> int:
    start = file.span(item)[0]
    if isinstance(item, ast.keyword) and item.arg is None:
        return file.syntax.source.data.rindex(b"**", 0, file.span(item.value)[0])
    return start


def _behind_comma(data: bytes, end: int) -> int:
    comma = data.index(b",", end)
    return comma + 1


def _named(file: File, call: ast.Call, rule: PositionalToKeyword) -> Iterator[Match | Finding]:
    if len(call.args) <= rule.kept:
        return
    starred = any(isinstance(each, ast.Starred) for each in call.args)
    given = {each.arg for each in call.keywords}
    if starred or len(call.args) > len(rule.names) or given & set(rule.names[: len(call.args)]):
        message = f"`{_called_text(file, call)}` takes these arguments by keyword only today"
        yield file.finding(call, ARGUMENTS, message, f"The names are, in order: {', '.join(rule.names)}.")
        return
    replacements = []
    for index in range(rule.kept, len(call.args)):
        start = _with_parentheses(file, call, call.args[index])
        replacements.append(Replacement(start, start, (f"{rule.names[index]}=",)))
    yield Match(rule.row, "arguments by keyword", call, tuple(replacements))


def _with_parentheses(file: File, call: ast.Call, argument: ast.expr) -> int:
    """Where an argument begins, with the parentheses around it."""
    data = file.syntax.source.data
    start = file.span(argument)[0]
    floor = file.span(call.func)[1] + 1
    while True:
        before = data[floor:start].rstrip()
        if not before.endswith(b"(") or data.count(b"(", floor, start) == 0:
            return start
        start = floor + len(before) - 1


def _added(file: File, call: ast.Call, rule: AddedKeyword) -> Iterator[Match | Finding]:
    if any(each.arg == rule.keyword for each in call.keywords) or 0 <= rule.index < len(call.args):
        return
    if any(each.arg is None for each in call.keywords) or any(isinstance(each, ast.Starred) for each in call.args):
        message = f"`{_called_text(file, call)}` needs `{rule.keyword}=` today; whether it is given cannot be told"
        yield file.finding(call, ARGUMENTS, message, f"Give it `{rule.keyword}={rule.value}` if it is not.")
        return
    given = needed_names(file, call, rule.needs)
    if isinstance(given, Finding):
        yield given
        return
    parts = filled(rule.value, Fragments({}), given[0])
    assert parts is not None  # a value has no placeholders but names
    items = [*call.args, *call.keywords]
    last = max((file.span(each)[1] for each in items), default=0)
    place = _behind_last(file, call, last) if items else file.span(call)[1] - 1
    text = "".join(part for part in parts if isinstance(part, str))
    comma = ", " if items else ""
    yield Match(
        rule.row,
        f"{rule.keyword}= has to be given",
        call,
        (Replacement(place, place, (f"{comma}{rule.keyword}={text}",)),),
        given[1],
    )


def _behind_last(file: File, call: ast.Call, last: int) -> int:
    """Behind the last argument and the parentheses that close around it alone."""
    data, close = file.syntax.source.data, file.span(call)[1] - 1
    while data[last:close].lstrip()[:1] == b")":
        last = data.index(b")", last) + 1
    return last


def _changed(file: File, call: ast.Call, rule: ChangedValue) -> Iterator[Match]:
    if isinstance(rule.argument, int):
        node = call.args[rule.argument] if rule.argument < len(call.args) else None
    else:
        node = next((each.value for each in call.keywords if each.arg == rule.argument), None)
    if isinstance(node, ast.Constant) and _is_one_of(node.value, (rule.old,)):
        yield Match(rule.row, f"{rule.old!r} is {rule.new} today", node, (Replacement(*file.span(node), (rule.new,)),))


def _replaced(file: File, call: ast.Call, rules: Sequence[ReplacedCall]) -> Iterator[Match | Finding]:
    """What the first of the rules that fits makes of a call."""
    given_names = {each.arg for each in call.keywords}
    meant = [rule for rule in rules if rule.given in ("", *given_names) and len(call.args) > rule.today]
    for rule in meant:
        fragments = _fragments(file, call, rule)
        given = needed_names(file, call, rule.needs) if fragments is not None else ({}, ())
        if isinstance(given, Finding):
            yield given
            return
        parts = filled(rule.template, fragments, given[0]) if fragments is not None else None
        if parts is not None:
            parts = in_parentheses(file, call, rule.template, parts)
            title = f"{rule.of.rpartition('.')[2]}() is written otherwise today"
            yield Match(rule.row, title, call, (Replacement(*file.span(call), parts),), given[1])
            return
    if meant:
        message = f"`{_called_text(file, call)}` is written otherwise today, but not with these arguments"
        yield file.finding(call, ARGUMENTS, message, f"The form of today is `{_form(file, call, meant[0])}`.")


def _form(file: File, call: ast.Call, rule: ReplacedCall) -> str:
    """What a rule makes of a call, with dots for arguments that the call has not."""
    texts = {str(index): file.text(each) for index, each in enumerate(call.args)}
    texts |= {f"{each.arg}=": file.text(each.value) for each in call.keywords}
    texts |= {"func": file.text(call.func), "args": ", ".join(file.text(each) for each in call.args)}
    if isinstance(call.func, ast.Attribute):
        texts["self"] = file.text(call.func.value)
    return shown(rule.template, texts)


def _fragments(file: File, call: ast.Call, rule: ReplacedCall) -> Fragments | None:
    """The parts of a call; None where it has others than the rule is for."""
    least, greatest = rule.arguments
    if rule.constants and not _begins_with(call, rule.constants):
        return None
    takes_all = "{args}" in rule.template
    if not takes_all and (
        not least <= len(call.args) <= greatest
        or any(isinstance(each, ast.Starred) for each in call.args)
        or any(
            each.arg is None or (each.arg not in rule.keywords and f"{{{each.arg}=}}" not in rule.template)
            for each in call.keywords
        )
    ):
        return None
    nodes: dict[str, ast.expr] = {"func": call.func} if "{func}" in rule.template else {}
    if isinstance(call.func, ast.Attribute) and "{self}" in rule.template:
        nodes["self"] = call.func.value
    if not takes_all:
        nodes.update({str(index): each for index, each in enumerate(call.args) if index >= len(rule.constants)})
        nodes.update({f"{each.arg}=": each.value for each in call.keywords if each.arg not in rule.keywords})
    spans = {name: file.span(node) for name, node in nodes.items()}
    open_place = file.syntax.source.data.index(b"(", file.span(call.func)[1]) + 1
    spans["args"] = (open_place, file.span(call)[1] - 1)
    data = file.syntax.source.data
    return Fragments(spans, nodes, lambda span: b"\n" in data[slice(*span)])


def _begins_with(call: ast.Call, constants: Sequence[object]) -> bool:
    values = [each.value if isinstance(each, ast.Constant) else None for each in call.args]
    return values[: len(constants)] == list(constants)
