"""Methods of collections: each does one thing today, to one document or to many."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flask_modernize.planning.contract import Finding
from flask_modernize.rules.findings import REMOVED
from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.replacing import Replacement

ROW = "pymongo-3"
_DATABASES = frozenset({"flask_pymongo.PyMongo"})
_CLIENTS = frozenset({"pymongo.MongoClient", "pymongo.Connection", "pymongo.MongoReplicaSetClient"})
_ADVICE = {
    "insert": "Use `insert_one()` or `insert_many()`; their result has `inserted_id` or `inserted_ids`.",
    "update": "Use `update_one()`, `update_many()` or `replace_one()`; their result has `modified_count`.",
    "remove": "Use `delete_one()` or `delete_many()`; their result has `deleted_count`.",
    "save": "Use `insert_one()`, or `replace_one({'_id': ...}, document, upsert=True)`.",
    "map_reduce": "Use `aggregate()`.",
}


def _find(file: File) -> Iterator[Match | Finding]:
    for node in file.syntax.scopes.nodes():
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        method = node.func
        if method.attr in _ADVICE and _is_collection(file, method.value):
            yield _changed(file, node, method)
        elif method.attr == "ensure_index" and _is_collection(file, method.value):
            yield _match(file, node, method, "create_index")
        elif method.attr == "count" and not node.args and not node.keywords:
            yield from _counted(file, node, method)


def _is_collection(file: File, node: ast.expr, depth: int = 0) -> bool:
    """``client.shop.users``, ``client["shop"]["users"]``, ``mongo.db.users``, and names that stand for them."""
    if isinstance(node, ast.Attribute | ast.Subscript):
        return _is_collection(file, node.value, depth + 1)
    if depth >= 2 and (_CLIENTS | _DATABASES) & file.classes(node):
        return True
    if isinstance(node, ast.Name):
        owner = file.scope(node).lookup(node.id)
        bindings = owner.bindings.get(node.id, []) if owner is not None else []
        value = bindings[0].value if len(bindings) == 1 else None
        return isinstance(value, ast.Attribute | ast.Subscript) and _is_collection(file, value, depth)
    return False


def _changed(file: File, call: ast.Call, method: ast.Attribute) -> Match | Finding:
    new = _successor(call, method.attr) if isinstance(file.syntax.scopes.parent(call), ast.Expr) else ""
    if not new:
        message = f"`{file.text(method)}()` is gone, and what takes its place gives something else"
        return file.finding(call, REMOVED, message, _ADVICE[method.attr])
    return _match(file, call, method, new)


def _successor(call: ast.Call, method: str) -> str:
    """The method that does the same; empty where it cannot be told from the arguments."""
    first = call.args[0] if call.args else None
    if method == "insert" and len(call.args) == 1 and not call.keywords:
        return {ast.Dict: "insert_one", ast.List: "insert_many"}.get(type(first), "")
    if method == "remove" and len(call.args) == 1 and not call.keywords and isinstance(first, ast.Dict):
        return "delete_many"
    if method == "update" and len(call.args) == 2 and all(each.arg in ("upsert", "multi") for each in call.keywords):
        new, many = _updating(call.args[1]), _many(call)
        return new if many is None else "update_many" if new == "update_one" and _is_true(many) else ""
    return ""


def _many(call: ast.Call) -> ast.keyword | None:
    return next((each for each in call.keywords if each.arg == "multi"), None)


def _is_true(keyword: ast.keyword) -> bool:
    return isinstance(keyword.value, ast.Constant) and keyword.value.value is True


def _updating(document: ast.expr) -> str:
    if not isinstance(document, ast.Dict) or not all(isinstance(each, ast.Constant) for each in document.keys):
        return ""
    operators = [str(each.value).startswith("$") for each in document.keys if isinstance(each, ast.Constant)]
    if all(operators):
        return "update_one" if operators else ""
    return "" if any(operators) else "replace_one"


def _counted(file: File, call: ast.Call, method: ast.Attribute) -> Iterator[Match]:
    """``users.count()`` and ``users.find(...).count()``."""
    found = method.value
    if _is_collection(file, found):
        end = file.span(call)[1]
        yield Match(ROW, "documents are counted", call, (_name(file, method, "count_documents({})", end),))
    elif isinstance(found, ast.Call) and isinstance(found.func, ast.Attribute) and _finds(file, found, found.func):
        opening = file.span(found)[1] - 1
        filter_ = () if found.args else (Replacement(opening, opening, ("{}",)),)
        renamed = _name(file, found.func, "count_documents", file.span(found.func)[1])
        dropped = Replacement(file.span(found)[1], file.span(call)[1], ())
        yield Match(ROW, "documents are counted", call, (renamed, *filter_, dropped))


def _finds(file: File, call: ast.Call, method: ast.Attribute) -> bool:
    """Whether a call is ``users.find()``, with nothing but a filter."""
    plain = len(call.args) < 2 and not call.keywords
    return method.attr == "find" and plain and _is_collection(file, method.value)


def _match(file: File, call: ast.Call, method: ast.Attribute, new: str) -> Match:
    title = f"{method.attr}() is {new}() today"
    changes = [_name(file, method, new, file.span(method)[1])]
    many = _many(call)
    if many is not None:
        before = max(file.span(each)[1] for each in _arguments(call) if file.span(each)[0] < file.span(many)[0])
        changes.append(Replacement(before, file.span(many)[1], ()))
    return Match(ROW, title, call, tuple(changes))


def _arguments(call: ast.Call) -> list[ast.expr | ast.keyword]:
    return [*call.args, *call.keywords]


def _name(file: File, method: ast.Attribute, new: str, end: int) -> Replacement:
    start = file.span(method)[1] - len(method.attr)
    return Replacement(start, end, (new,))


MATCHER = Matcher(frozenset(word.encode() for word in (*_ADVICE, "ensure_index", "count")), _find)
