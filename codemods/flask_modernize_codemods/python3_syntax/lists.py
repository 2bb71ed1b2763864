"""keys(), values(), items(), map(), filter() and zip(): lists on Python 2, which can be indexed, added and kept."""

from __future__ import annotations

import ast

from flask_modernize.facts.sketch import dotted_name
from flask_modernize_codemods.python3_syntax.legacy_file import Answers, Codemod, LegacyFile
from flask_modernize_codemods.python3_syntax.value_kinds import DICT, kind_of

_VIEWS = frozenset({"keys", "values", "items"})
_LAZY = ("map", "filter", "zip")
_ADDING = frozenset({"append", "extend", "insert", "sort", "remove", "pop", "reverse", "index", "count"})
_TAKING_LISTS = frozenset(
    {
        *("json.dumps", "flask.json.dumps", "flask.jsonify", "random.choice", "random.shuffle", "random.sample"),
        *("pickle.dumps", "cPickle.dumps", "simplejson.dumps", "copy.copy", "copy.deepcopy"),
    }
)
_CHANGING = frozenset({"pop", "popitem", "clear", "update", "setdefault"})


def answers(file: LegacyFile) -> Answers:
    """A group for each list of Python 2 that is used as one."""
    if not file.python2:
        return
    for node in file.nodes():
        if isinstance(node, ast.Call) and _gives_list(file, node) and _is_used_as_list(file, node):
            yield file.group("Make a list of it", node, [file.rewrite(node, f"list({file.text(node)})")])


def _gives_list(file: LegacyFile, node: ast.Call) -> bool:
    if isinstance(node.func, ast.Name):
        return file.is_builtin(node.func, *_LAZY) and bool(node.args) and file.is_free("list", node)
    if not isinstance(node.func, ast.Attribute) or node.func.attr not in _VIEWS or node.args or node.keywords:
        return False
    return file.is_free("list", node) and (_is_changed(file, node) or _may_be_dict(file, node.func.value))


def _may_be_dict(file: LegacyFile, node: ast.expr) -> bool:
    """Whether an object is a dictionary, or may be: what is made by list() of another's keys() is the same."""
    return kind_of(file, node) in (DICT, None)


def _is_used_as_list(file: LegacyFile, node: ast.Call) -> bool:
    parent = file.syntax.scopes.parent(node)
    if isinstance(parent, ast.Subscript):
        return parent.value is node
    if isinstance(parent, ast.BinOp):
        return isinstance(parent.op, ast.Add)
    if isinstance(parent, ast.Attribute):
        return parent.attr in _ADDING
    if isinstance(parent, ast.Return | ast.Dict):
        return True
    if isinstance(parent, ast.keyword | ast.Call):
        call = file.syntax.scopes.parent(parent) if isinstance(parent, ast.keyword) else parent
        if not isinstance(call, ast.Call) or call.func is node:
            return False
        named = file.external(call.func)
        return (
            named in _TAKING_LISTS
            or named == "flask.render_template"
            or (named == "" and _is_len_of_lazy(file, call, node))
        )
    if isinstance(parent, ast.Assign):
        return _is_kept_as_list(file, parent)
    return isinstance(parent, ast.For) and parent.iter is node and _is_changed(file, node)


def _is_len_of_lazy(file: LegacyFile, call: ast.Call, node: ast.Call) -> bool:
    """``len(map(...))``: a view has a length, what is lazy has none."""
    return isinstance(node.func, ast.Name) and file.is_builtin(call.func, "len")


def _is_kept_as_list(file: LegacyFile, statement: ast.Assign) -> bool:
    """Whether a name is given it, and used for more than one loop; an attribute may be used for anything."""
    target = statement.targets[0]
    if not isinstance(target, ast.Name):
        return isinstance(target, ast.Attribute | ast.Subscript)
    lazy = isinstance(statement.value, ast.Call) and isinstance(statement.value.func, ast.Name)
    owner = file.scope(target).lookup(target.id)
    if owner is None:
        return False
    if owner.parent is None:
        return True
    uses = [
        each
        for each in ast.walk(owner.node)
        if isinstance(each, ast.Name) and each.id == target.id and isinstance(each.ctx, ast.Load)
    ]
    loops = [each for each in uses if _is_iterated(file, each)]
    return len(loops) < len(uses) or (lazy and len(uses) > 1)


def _is_iterated(file: LegacyFile, node: ast.Name) -> bool:
    parent = file.syntax.scopes.parent(node)
    if isinstance(parent, ast.For | ast.comprehension):
        return parent.iter is node
    if isinstance(parent, ast.Call) and node in parent.args:
        return file.is_builtin(parent.func, "sorted", "set", "list", "tuple", "dict", "sum", "max", "min", "any", "all")
    return isinstance(parent, ast.Compare) and node in parent.comparators


def _is_changed(file: LegacyFile, node: ast.Call) -> bool:
    """Whether the loop over a dictionary's keys adds to it or takes from it."""
    loop = file.syntax.scopes.parent(node)
    if not isinstance(loop, ast.For) or loop.iter is not node or not isinstance(node.func, ast.Attribute):
        return False
    receiver = dotted_name(node.func.value)
    own = {each.id for each in ast.walk(loop.target) if isinstance(each, ast.Name)}
    return receiver is not None and any(_changes(each, receiver, own) for body in loop.body for each in ast.walk(body))


def _changes(node: ast.AST, receiver: str, own: set[str]) -> bool:
    """Whether a node takes keys out, or stores under one that is not the loop's ``own``."""
    if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Del | ast.Store):
        there = isinstance(node.ctx, ast.Store) and isinstance(node.slice, ast.Name) and node.slice.id in own
        return dotted_name(node.value) == receiver and not there
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _CHANGING:
        return dotted_name(node.func.value) == receiver
    return False


CODEMOD = Codemod((b".keys()", b".values()", b".items()", b"map(", b"filter(", b"zip("), answers)
