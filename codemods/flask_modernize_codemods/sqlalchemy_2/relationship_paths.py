"""Joins and loader options that name relationships by strings: ``join("posts")``, ``joinedload("posts.author")``."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from flask_modernize.planning.contract import Finding, ImportNeed
from flask_modernize.project.models import Model, model_of
from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.replacing import Replacement, Span
from flask_modernize_codemods.sqlalchemy_2.codes import PATH
from flask_modernize_codemods.sqlalchemy_2.entities import class_name, entity_of, model_named
from flask_modernize_codemods.sqlalchemy_2.places import (
    QUERY,
    SELECT,
    has_stars,
    method_calls,
    nodes,
    spoken_name,
    text_of,
)
from flask_modernize_codemods.sqlalchemy_2.selects import unpacked

_LOADERS = {
    "joinedload": "joinedload",
    "joinedload_all": "joinedload",
    "eagerload": "joinedload",
    "eagerload_all": "joinedload",
    "subqueryload": "subqueryload",
    "subqueryload_all": "subqueryload",
    "lazyload": "lazyload",
    "lazyload_all": "lazyload",
    "immediateload": "immediateload",
    "selectinload": "selectinload",
    "selectinload_all": "selectinload",
    "raiseload": "raiseload",
    "noload": "noload",
    "contains_eager": "contains_eager",
    "contains_eager_all": "contains_eager",
    "defer": "defer",
    "undefer": "undefer",
    "load_only": "load_only",
}
_CHAINED = frozenset({"contains_eager"})
"""Loads every step of a path, as those that end in ``_all`` did; the others are about the last step only."""
_GONE = frozenset(name for name, new in _LOADERS.items() if name != new)
_NAMES = {
    f"{module}.{name}": name for module in ("sqlalchemy.orm", "sqlalchemy.orm.strategy_options") for name in _LOADERS
}


def relationship_paths(file: File) -> Iterator[Match | Finding]:
    """Every join, outer join and loader option with strings, or with several relationships in one."""
    for call, function in method_calls(file, "join", "outerjoin"):
        if file.classes(function.value) & {QUERY, SELECT} and not has_stars(call):
            yield from _join(file, call, function)
    for call in nodes(file, ast.Call):
        name = _loader(file, call)
        if name is not None and not has_stars(call):
            yield from _option(file, call, name)


# --- joins ---


def _join(file: File, call: ast.Call, function: ast.Attribute) -> Iterator[Match | Finding]:
    if any(each.arg in ("aliased", "from_joinpoint") for each in call.keywords):
        return
    if len(call.args) == 1 and isinstance(call.args[0], ast.Tuple):
        edges = unpacked(file, call, call.args[0])
        if edges:
            yield Match("sa-join-multi", "target and condition are two arguments", call, edges)
        return
    strings = [each for each in call.args if _is_string(each)]
    if strings and isinstance(call.args[0], ast.Constant):
        yield _by_names(file, call, function)
    elif len(call.args) == 2 and _is_string(call.args[1]):
        yield _condition_by_name(file, call, function)
    elif len(call.args) > 1 and all(_is_relationship(file, each) for each in call.args):
        yield _one_by_one(file, call, function, [file.span(each) for each in call.args], "sa-join-multi")
    elif len(call.args) > 1 and all(isinstance(each, ast.Tuple) for each in call.args):
        spans = [(file.span(each)[0] + 1, file.span(each)[1] - 1) for each in call.args]
        yield _one_by_one(file, call, function, spans, "sa-join-multi")


def _is_string(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _is_relationship(file: File, node: ast.expr) -> bool:
    model = model_named(file, node.value) if isinstance(node, ast.Attribute) else None
    return model is not None and isinstance(node, ast.Attribute) and node.attr in model.relationships


def _by_names(file: File, call: ast.Call, function: ast.Attribute) -> Match | Finding:
    """``join("posts", "author")``: each string is a relationship of what the one before leads to."""
    model = entity_of(file, function.value)
    if not all(_is_string(each) for each in call.args):
        return _unknown(file, call, "the strings are mixed with other things")
    names = [str(each.value) for each in call.args if isinstance(each, ast.Constant)]
    written = _path(file, call, model, names)
    if isinstance(written, Finding):
        return written
    texts, needs = written
    if len(texts) == 1:
        replacement = Replacement(*file.span(call.args[0]), (texts[0],))
        return Match("sa-join-string", "relationships are attributes", call, (replacement,), needs)
    start, end = file.span(call.args[0])[0], file.span(call.args[-1])[1]
    keywords = _keywords(file, call)
    parts: list[str | Span] = [texts[0]]
    for text in texts[1:]:
        parts += [*keywords, f").{function.attr}({text}"]
    return Match(
        "sa-join-string", "relationships are attributes", call, (Replacement(start, end, tuple(parts)),), needs
    )


def _keywords(file: File, call: ast.Call) -> list[str | Span]:
    return [part for each in call.keywords for part in (", ", file.span(each))]


def _condition_by_name(file: File, call: ast.Call, function: ast.Attribute) -> Match | Finding:
    """``join(Post, "posts")``: the relationship along which the target is joined."""
    model = entity_of(file, function.value)
    name = call.args[1]
    assert isinstance(name, ast.Constant)
    written = _path(file, call, model, [str(name.value)])
    if isinstance(written, Finding):
        return written
    replacement = Replacement(*file.span(name), (written[0][0],))
    return Match("sa-join-string", "relationships are attributes", call, (replacement,), written[1])


def _one_by_one(file: File, call: ast.Call, function: ast.Attribute, spans: Sequence[Span], row: str) -> Match:
    """``join(A.b, B.c)`` becomes ``join(A.b).join(B.c)``."""
    start, end = file.span(call.args[0])[0], file.span(call.args[-1])[1]
    parts: list[str | Span] = [spans[0]]
    for span in spans[1:]:
        parts += [*_keywords(file, call), f").{function.attr}(", span]
    return Match(row, "a join for each relationship", call, (Replacement(start, end, tuple(parts)),))


# --- loader options ---


def _loader(file: File, call: ast.Call) -> str | None:
    spoken = spoken_name(call.func)
    if spoken not in _LOADERS and not isinstance(call.func, ast.Name):
        return None
    before = call.func.value if isinstance(call.func, ast.Attribute) else None
    if isinstance(before, ast.Call):
        chained = _loader(file, before) is not None or file.means(before.func, "sqlalchemy.orm.Load")
        return spoken if chained else None
    return next((_NAMES[name] for name in sorted(file.names(call.func)) if name in _NAMES), None)


def _option(file: File, call: ast.Call, name: str) -> Iterator[Match | Finding]:
    texts = [each for each in call.args if _is_string(each)]
    several = len(call.args) > 1 and name != "load_only"
    if not texts and name not in _GONE and not several:
        return
    if any(each.arg == "alias" and _is_string(each.value) for each in call.keywords):
        yield _unknown(file, call, "the alias is given by its name")
        return
    steps: list[str | Span]
    needs: tuple[ImportNeed, ...] = ()
    if texts:
        if len(texts) < len(call.args):
            yield _unknown(file, call, "the strings are mixed with other things")
            return
        names = [str(each.value) for each in call.args if isinstance(each, ast.Constant)]
        if name == "load_only":
            yield from _columns(file, call, names)
            return
        written = _path(file, call, _queried(file, call), [part for each in names for part in each.split(".")], name)
        if isinstance(written, Finding):
            yield written
            return
        steps, needs = list(written[0]), written[1]
    else:
        steps = [file.span(each) for each in call.args]
    open_place = file.syntax.source.data.index(b"(", file.span(call.func)[1]) + 1
    end = file.span(call.args[-1])[1] if call.args else open_place
    loaders = _loaders(name, len(steps))
    parts: list[str | Span] = []
    for index, step in enumerate(steps):
        link = [*(_keywords(file, call) if loaders[0] == loaders[1] else ()), f").{loaders[min(index, 1)]}("]
        if 0 < index < len(steps) - 1:
            link = [f").{loaders[0]}("]
        parts += [step] if index == 0 else [*link, step]
    replacements = [Replacement(open_place, end, tuple(parts))]
    found = _renamed(file, call, name, loaders[0])
    row = (
        "sa-load-all"
        if name in _GONE
        else "sa21-defer-multiple"
        if name in ("defer", "undefer")
        else "sa-loader-strings"
    )
    yield Match(row, "relationships are attributes", call, (*replacements, *found[0]), (*needs, *found[1]))


def _loaders(name: str, steps: int) -> tuple[str, str]:
    """The functions for all steps but the last, and for the last one."""
    new = _LOADERS[name]
    chained = steps == 1 or name.endswith("_all") or name in _CHAINED
    return (new if chained else "defaultload"), new


def _renamed(file: File, call: ast.Call, name: str, new: str) -> tuple[tuple[Replacement, ...], tuple[ImportNeed, ...]]:
    """``joinedload_all`` is ``joinedload``, with a link for each step."""
    if name == new:
        return (), ()
    end = file.span(call.func)[1]
    if isinstance(call.func, ast.Attribute):
        return (Replacement(end - len(name), end, (new,)),), ()
    return (Replacement(*file.span(call.func), (new,)),), (ImportNeed(file.syntax.path, "sqlalchemy.orm", new),)


def _columns(file: File, call: ast.Call, names: Sequence[str]) -> Iterator[Match | Finding]:
    """``load_only("a", "b")``, whose strings are all of one model."""
    model = _queried(file, call)
    texts: list[str] = []
    needs: tuple[ImportNeed, ...] = ()
    for each in names:
        written = _path(file, call, model, [each], "load_only")
        if isinstance(written, Finding):
            yield written
            return
        texts += written[0]
        needs = written[1]
    span = (file.span(call.args[0])[0], file.span(call.args[-1])[1])
    yield Match("sa-loader-strings", "columns are attributes", call, (Replacement(*span, (", ".join(texts),)),), needs)


def _queried(file: File, call: ast.Call) -> Model | None:
    """The model of the query whose ``options()`` an option is an argument of, or that the links before it lead to."""
    inner = call.func.value if isinstance(call.func, ast.Attribute) else None
    if isinstance(inner, ast.Call):
        return _led_to(file, inner)
    current: ast.AST = call
    for each in file.syntax.scopes.ancestors(call):
        if isinstance(each, ast.stmt):
            break
        if isinstance(each, ast.Call) and isinstance(each.func, ast.Attribute) and each.func.attr == "options":
            return entity_of(file, each.func.value) if current in each.args else None
        current = each
    return None


def _led_to(file: File, option: ast.Call) -> Model | None:
    """The model that the link before an option leads to: ``joinedload("posts")`` before ``.defer("x")``."""
    if file.means(option.func, "sqlalchemy.orm.Load") and option.args:
        return model_named(file, option.args[0])
    if _loader(file, option) is None or len(option.args) != 1:
        return None
    step = option.args[0]
    if isinstance(step, ast.Attribute):
        owner, names = model_named(file, step.value), [step.attr]
    else:
        owner, names = _queried(file, option), (text_of(step) or "").split(".") if _is_string(step) else []
    for name in names:
        relationship = owner.relationships.get(name) if owner is not None else None
        owner = model_of(file.project, relationship.target) if relationship is not None else None
    return owner if names else None


# --- names ---


def _path(
    file: File, call: ast.Call, model: Model | None, names: Sequence[str], loader: str = ""
) -> tuple[list[str], tuple[ImportNeed, ...]] | Finding:
    """The attributes that the names stand for, each of the class that the one before leads to."""
    texts: list[str] = []
    needs: list[ImportNeed] = []
    for name in names:
        if model is None:
            return _unknown(file, call, "the model that they belong to is not known")
        known = name in model.relationships or (name in model.columns and loader)
        called = class_name(file, call, model.cls) if known else None
        if called is None:
            return _unknown(file, call, f"`{name}` of {model.cls.name} cannot be written as an attribute")
        texts.append(f"{called[0]}.{name}")
        needs += called[1]
        relationship = model.relationships.get(name)
        model = model_of(file.project, relationship.target) if relationship is not None else None
    return texts, tuple(dict.fromkeys(needs))


def _unknown(file: File, call: ast.Call, why: str) -> Finding:
    message = f"`{file.text(call.func)}()` names attributes by strings, which is an error; {why}"
    return file.finding(call, PATH, message, "Write the attributes: Model.relationship.")


_WORDS = frozenset({b"join", b"outerjoin", *(each.encode() for each in _LOADERS)})
RELATIONSHIP_PATHS = Matcher(_WORDS, relationship_paths)
