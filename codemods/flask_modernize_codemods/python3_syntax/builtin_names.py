"""Builtins of Python 2 that have another name, another place or no counterpart on Python 3."""

from __future__ import annotations

import ast
import re

from flask_modernize.planning.contract import Edit
from flask_modernize_codemods.python3_syntax.legacy_file import Answers, Codemod, LegacyFile

RENAMED = {
    "unicode": "str",
    "basestring": "str",
    "long": "int",
    "unichr": "chr",
    "xrange": "range",
    "raw_input": "input",
    "StandardError": "Exception",
}
MOVED = {"reduce": ("functools", "reduce"), "reload": ("importlib", "reload"), "intern": ("sys", "intern")}
CALLS = ("apply", "cmp", "execfile", "file")
WITHOUT_COUNTERPART = ("buffer", "coerce")
_ALL = (*RENAMED, *MOVED, *CALLS, *WITHOUT_COUNTERPART)


def answers(file: LegacyFile) -> Answers:
    """A group for each place where one of these names is the builtin, or a finding."""
    tuples: set[ast.Tuple] = set()
    for node in file.nodes():
        if not isinstance(node, ast.Name) or not isinstance(node.ctx, ast.Load) or not file.is_builtin(node, *_ALL):
            continue
        parent = file.syntax.scopes.parent(node)
        if isinstance(parent, ast.Tuple) and node.id in RENAMED and _is_kinds(file, parent):
            if parent not in tuples:
                tuples.add(parent)
                yield from _kinds(file, parent)
        elif (repeated := _repeated_test(file, node)) is not None:
            yield file.group("Drop the test that is made twice", node, [repeated])
        elif isinstance(parent, ast.Dict) and node in parent.keys and node.id in RENAMED:
            yield from _key(file, node, parent)
        elif node.id in RENAMED:
            yield from _renamed(file, node, RENAMED[node.id])
        elif node.id in MOVED:
            if node.id == "reload" and _is_of_sys(file, parent):
                continue  # it only brings sys.setdefaultencoding back
            module, name = MOVED[node.id]
            yield file.group(f"Import {name} from {module}", node, (), [(module, name)])
        else:
            yield from _called(file, node, parent)


def _is_of_sys(file: LegacyFile, parent: ast.AST | None) -> bool:
    return isinstance(parent, ast.Call) and len(parent.args) == 1 and file.external(parent.args[0]) == "sys"


def _renamed(file: LegacyFile, node: ast.Name, new: str) -> Answers:
    if not file.is_free(new, node):
        yield file.finding(node, "P-NAME", f"{node.id} is {new} on Python 3, but {new} is something else here.")
        return
    literal = _decoded_literal(file, node)
    if literal is not None:
        call, text = literal
        yield file.group("Drop the decoding of text", node, [file.rewrite(call, text)])
        return
    yield file.group(f"Replace {node.id} by {new}", node, [file.rewrite(node, new)])


def _repeated_test(file: LegacyFile, node: ast.Name) -> Edit | None:
    """``isinstance(x, str) or isinstance(x, unicode)``: the edit that takes out the second of the two."""
    call = file.syntax.scopes.parent(node)
    if not (isinstance(call, ast.Call) and node in call.args) and not isinstance(call, ast.Compare):
        return None
    outer = file.syntax.scopes.parent(call)
    if not isinstance(outer, ast.BoolOp) or not isinstance(outer.op, ast.Or) or node.id not in RENAMED:
        return None
    place = next(index for index, each in enumerate(outer.values) if each is call)
    texts = [_with_new_names(each) for each in outer.values]
    if place == 0 or texts[place] not in texts[:place]:
        return None
    return file.replace(file.end(outer.values[place - 1]), file.end(call), "")


def _with_new_names(node: ast.expr) -> str:
    names = re.compile(r"\b(unicode|basestring|long)\b")
    return names.sub(lambda found: RENAMED[found[1]], ast.unparse(node))


def _key(file: LegacyFile, node: ast.Name, display: ast.Dict) -> Answers:
    """A key of ``{str: "text", unicode: "text"}``: the item goes where another one has the key already."""
    new = RENAMED[node.id]
    index = next(place for place, key in enumerate(display.keys) if key is node)
    same = [
        place
        for place, key in enumerate(display.keys)
        if place != index and isinstance(key, ast.Name) and RENAMED.get(key.id, key.id) == new
    ]
    first = [
        place for place in same if display.keys[place] is not None and (place < index or _text(display, place) == new)
    ]
    if not first:
        yield from _renamed(file, node, new)
    elif all(ast.dump(display.values[place]) == ast.dump(display.values[index]) for place in same):
        yield file.group(f"Drop the item of {node.id}", node, [_without_item(file, display, index)])
    else:
        yield file.finding(node, "P-NAME", f"{node.id} is {new} on Python 3, and this dictionary has an item for it.")


def _text(display: ast.Dict, place: int) -> str:
    key = display.keys[place]
    return key.id if isinstance(key, ast.Name) else ""


def _without_item(file: LegacyFile, display: ast.Dict, index: int) -> Edit:
    """The edit that takes out an item with the comma and the space before it, or after it if it is the first."""
    key = display.keys[index]
    assert key is not None
    if index:
        return file.replace(file.end(display.values[index - 1]), file.end(display.values[index]), "")
    following = display.keys[1]
    return file.replace(file.start(key), file.start(following) if following is not None else file.start(key), "")


def _decoded_literal(file: LegacyFile, node: ast.Name) -> tuple[ast.Call, str] | None:
    """``unicode("text", "utf-8")``: what is decoded is text already."""
    call = file.syntax.scopes.parent(node)
    if node.id != "unicode" or not isinstance(call, ast.Call) or call.func is not node or len(call.args) < 2:
        return None
    if call.keywords or not (isinstance(call.args[0], ast.Constant) and isinstance(call.args[0].value, str)):
        return None
    return call, file.text(call.args[0])


# -- isinstance(x, (str, unicode)) -------------------------------------------------------------------------------------


def _is_kinds(file: LegacyFile, node: ast.Tuple) -> bool:
    call = file.syntax.scopes.parent(node)
    if not all(isinstance(each, ast.Name | ast.Attribute) for each in node.elts):
        return False
    if isinstance(call, ast.Compare):
        return node in call.comparators and isinstance(call.ops[call.comparators.index(node)], ast.In | ast.NotIn)
    return (
        isinstance(call, ast.Call)
        and file.is_builtin(call.func, "isinstance", "issubclass")
        and len(call.args) == 2
        and call.args[1] is node
    )


def _kinds(file: LegacyFile, node: ast.Tuple) -> Answers:
    """The tuple without what becomes the same; without parentheses where one is left."""
    names: dict[str, None] = {}
    for each in node.elts:
        renamed = isinstance(each, ast.Name) and file.is_builtin(each, *RENAMED)
        names[RENAMED[each.id] if renamed and isinstance(each, ast.Name) else file.text(each)] = None
    if not all(file.is_free(name, node) for name in ("str", "int", "Exception")):
        yield file.finding(node, "P-NAME", "A builtin type of Python 3 has the name of something else here.")
        return
    single = (
        f"({next(iter(names))},)" if isinstance(file.syntax.scopes.parent(node), ast.Compare) else next(iter(names))
    )
    text = f"({', '.join(names)})" if len(names) > 1 else single
    yield file.group(f"Replace {file.text(node)} by {text}", node, [file.rewrite(node, text)])


# -- calls -------------------------------------------------------------------------------------------------------------


def _called(file: LegacyFile, node: ast.Name, parent: ast.AST | None) -> Answers:
    call = parent if isinstance(parent, ast.Call) and parent.func is node else None
    text = _call_text(file, node, call) if call is not None and not call.keywords else None
    if text is None or call is None:
        yield file.finding(node, "P-NAME", f"Python 3 has no builtin {node.id}().")
        return
    yield file.group(f"Replace {node.id}()", node, [file.rewrite(call, text)])


def _call_text(file: LegacyFile, node: ast.Name, call: ast.Call) -> str | None:
    arguments = [file.text(each) for each in call.args]
    if any(isinstance(each, ast.Starred) for each in call.args):
        return None
    if node.id == "file" and file.is_free("open", node):
        return f"open({', '.join(arguments)})"
    if node.id == "apply" and 1 <= len(call.args) <= 3 and isinstance(call.args[0], ast.Name | ast.Attribute):
        stars = [f"{'*' * place}{_operand(call.args[place], text)}" for place, text in enumerate(arguments) if place]
        return f"{arguments[0]}({', '.join(stars)})"
    if node.id == "execfile" and 1 <= len(call.args) <= 3 and _is_plain(call.args[0]):
        compiled = f'compile(open({arguments[0]}, "rb").read(), {arguments[0]}, "exec")'
        return f"exec({', '.join([compiled, *arguments[1:]])})"
    if node.id == "cmp" and len(call.args) == 2 and all(_is_plain(each) for each in call.args):
        first, second = arguments
        text = f"({first} > {second}) - ({first} < {second})"
        return text if _stands_free(file, call) else f"({text})"
    return None


def _stands_free(file: LegacyFile, node: ast.expr) -> bool:
    """Whether an operator's expression needs no parentheses in a node's place."""
    parent = file.syntax.scopes.parent(node)
    return isinstance(parent, ast.stmt | ast.keyword | ast.Lambda) or (
        isinstance(parent, ast.Call) and node in parent.args
    )


def _operand(node: ast.expr, text: str) -> str:
    return text if isinstance(node, ast.Name | ast.Attribute | ast.Tuple | ast.List | ast.Dict) else f"({text})"


def _is_plain(node: ast.expr) -> bool:
    """Whether an expression may be evaluated twice."""
    if isinstance(node, ast.Attribute):
        return _is_plain(node.value)
    if isinstance(node, ast.Subscript):
        return _is_plain(node.value) and _is_plain(node.slice)
    return isinstance(node, ast.Name | ast.Constant)


CODEMOD = Codemod(tuple(name.encode() for name in _ALL), answers, certain=True)
