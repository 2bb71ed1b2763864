"""``parser.add_argument("page")`` in the answer to a GET request: it has no JSON body to look into."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flask_modernize.project.scopes import Scope
from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.replacing import Replacement

ROW = "restful-reqparse-json-415"
_PARSER = "flask_restful.reqparse.RequestParser"


def _find(file: File) -> Iterator[Match]:
    for node in file.syntax.scopes.nodes():
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "add_argument":
            parser = node.func.value
            if _is_anywhere(node) and _PARSER in file.classes(parser) and _only_answers_get(file, parser):
                yield Match(ROW, "GET requests have no JSON body", node, (_added(file, node),))


def _is_anywhere(call: ast.Call) -> bool:
    """Whether nothing is said about the place of the argument."""
    return not any(each.arg in ("location", None) for each in call.keywords)


def _added(file: File, call: ast.Call) -> Replacement:
    """The last argument; where they have lines of their own, the last but one, so that comments stay beside theirs."""
    text = 'location="values"'
    arguments: list[ast.expr | ast.keyword] = [*call.args, *call.keywords]
    last = max(arguments, key=lambda each: file.span(each)[0], default=None)
    if last is None:
        place = file.span(call)[1] - 1
        return Replacement(place, place, (text,))
    start, end = file.span(last)
    before = file.syntax.source.text(file.syntax.source.line_span(last.lineno)[0], start)
    if isinstance(last, ast.keyword) and not before.strip():
        return Replacement(start, start, (f"{text},\n{before}",))
    return Replacement(end, end, (f", {text}",))


def _only_answers_get(file: File, parser: ast.expr) -> bool:
    """Whether every use of the parser's name to parse is in a method ``get``, and it goes nowhere else."""
    if not isinstance(parser, ast.Name):
        return False
    owner = file.scope(parser).lookup(parser.id)
    if owner is None or (owner.kind == "module" and _is_imported(file, parser.id)):
        return False
    parsed = []
    for node in file.syntax.scopes.nodes():
        if not isinstance(node, ast.Name | ast.Attribute) or not isinstance(node.ctx, ast.Load):
            continue
        if not _means(file, node, parser.id, owner):
            continue
        parent = file.syntax.scopes.parent(node)
        if not isinstance(parent, ast.Attribute) or parent.attr not in ("add_argument", "parse_args"):
            return False
        if parent.attr == "parse_args":
            parsed.append(parent)
    return bool(parsed) and all(_is_in_get(file, each) for each in parsed)


def _means(file: File, node: ast.Name | ast.Attribute, name: str, owner: Scope) -> bool:
    """The name itself, or ``self.name`` and ``Class.name`` where it is an attribute of a class."""
    if isinstance(node, ast.Attribute):
        return owner.kind == "class" and node.attr == name
    return node.id == name and file.scope(node).lookup(name) is owner


def _is_imported(file: File, name: str) -> bool:
    """Whether other files import the parser."""
    word = f"import {name}".encode()
    return any(word in file.project.tree.read(path) for path in file.project.files_with(name.encode()))


def _is_in_get(file: File, node: ast.AST) -> bool:
    function = file.syntax.scopes.enclosing_function(node)
    return function is not None and function.name == "get"


MATCHER = Matcher(frozenset({b"RequestParser"}), _find)
