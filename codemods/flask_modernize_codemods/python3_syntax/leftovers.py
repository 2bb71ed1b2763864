"""What is left of Python 2 in single statements and calls: setdefaultencoding, getargspec, imp ..."""

from __future__ import annotations

import ast

from flask_modernize.planning.contract import ImportDrop
from flask_modernize.project.objects import External
from flask_modernize_codemods.python3_syntax.legacy_file import Answers, Codemod, LegacyFile
from flask_modernize_codemods.python3_syntax.module_table import GONE

UNITTEST = {
    "assertDictContainsSubset": "",
    "assertEquals": "assertEqual",
    "assertItemsEqual": "assertCountEqual",
    "assertNotAlmostEquals": "assertNotAlmostEqual",
    "assertNotEquals": "assertNotEqual",
    "assertAlmostEquals": "assertAlmostEqual",
    "assertNotRegexpMatches": "assertNotRegex",
    "assertRaisesRegexp": "assertRaisesRegex",
    "assertRegexpMatches": "assertRegex",
    "assert_": "assertTrue",
    "failUnless": "assertTrue",
    "failIf": "assertFalse",
    "failUnlessEqual": "assertEqual",
    "failIfEqual": "assertNotEqual",
    "failUnlessRaises": "assertRaises",
}


def answers(file: LegacyFile) -> Answers:
    """A group or a finding for each of them."""
    for node in file.nodes():
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from _gone(file, node)
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            yield from _default_encoding(file, node, node.value)
        if isinstance(node, ast.Call):
            yield from _call(file, node)
        elif isinstance(node, ast.Raise):
            yield from _raise(file, node)


# -- reload(sys); sys.setdefaultencoding("utf-8") ----------------------------------------------------------------------


def _default_encoding(file: LegacyFile, node: ast.Expr, call: ast.Call) -> Answers:
    if file.external(call.func) != "sys.setdefaultencoding":
        return
    statements = [node]
    suite = _suite_of(file, node)
    before = suite[suite.index(node) - 1] if node in suite and suite.index(node) else None
    if isinstance(before, ast.Expr) and isinstance(before.value, ast.Call) and _reloads_sys(file, before.value):
        statements.insert(0, before)
    source = file.syntax.source
    start = source.line_span(statements[0].lineno)[0]
    end = source.line_span(node.end_lineno or node.lineno)[1]
    alone = source.data[start:end].strip() == source.data[file.start(statements[0]) : file.end(node)]
    if not alone or len(suite) == len(statements):
        edits = [file.replace(file.start(statements[0]), file.end(node), "pass")]
    else:
        edits = [file.replace(start, end, "")]
    yield file.group("Drop the default encoding", statements[0], edits, drops=_unused_sys(file, statements))


def _reloads_sys(file: LegacyFile, call: ast.Call) -> bool:
    reloads = file.is_builtin(call.func, "reload") or file.external(call.func) in ("importlib.reload", "imp.reload")
    return reloads and len(call.args) == 1 and file.external(call.args[0]) == "sys"


def _unused_sys(file: LegacyFile, statements: list[ast.Expr]) -> list[ImportDrop]:
    """The import of sys (and of reload), where nothing else in the file asks for it."""
    inside = {id(each) for statement in statements for each in ast.walk(statement)}
    drops = []
    for name in ("sys", "reload"):
        used = [each for each in file.syntax.scopes.nodes() if isinstance(each, ast.Name) and each.id == name]
        if not used or any(id(each) not in inside for each in used):
            continue
        drops += [
            ImportDrop(file.path, statement.lineno, name)
            for statement in file.syntax.module.body
            if isinstance(statement, ast.Import | ast.ImportFrom)
            and any((each.asname or each.name) == name for each in statement.names)
        ]
    return drops


def _suite_of(file: LegacyFile, node: ast.stmt) -> list[ast.stmt]:
    parent = file.syntax.scopes.parent(node) or file.syntax.module
    for field in ("body", "orelse", "finalbody"):
        suite = getattr(parent, field, [])
        if isinstance(suite, list) and node in suite:
            return suite
    return [node]


# -- calls -------------------------------------------------------------------------------------------------------------


def _call(file: LegacyFile, node: ast.Call) -> Answers:
    name = file.external(node.func) if isinstance(node.func, ast.Name | ast.Attribute) else ""
    if name == "inspect.getargspec":
        yield from _argument_names(file, node)
    elif name.startswith("pkg_resources."):
        yield from _distribution(file, node, name)
    elif isinstance(node.func, ast.Attribute) and node.func.attr in UNITTEST:
        yield from _assertion(file, node, node.func)


def _import_of(file: LegacyFile, node: ast.AST, bound: str) -> list[ImportDrop]:
    owner = file.scope(node).lookup(bound)
    bindings = owner.bindings.get(bound, []) if owner is not None else []
    return [ImportDrop(file.path, each.node.lineno, bound) for each in bindings if isinstance(each.node, ast.stmt)]


def _argument_names(file: LegacyFile, node: ast.Call) -> Answers:
    """``getargspec(f)`` gave four values; ``getfullargspec(f)`` gives seven, the first four of them the same."""
    parent = file.syntax.scopes.parent(node)
    end = file.end(node.func)
    renamed = file.replace(end - len("getargspec"), end, "getfullargspec")
    if not isinstance(node.func, ast.Attribute):
        yield file.finding(node, "P-MODULE", "getargspec() is gone; getfullargspec() gives three values more.")
    elif isinstance(parent, ast.Attribute) and parent.attr in ("args", "varargs", "defaults"):
        yield file.group("Ask getfullargspec()", node, [renamed])
    elif isinstance(parent, ast.Attribute) and parent.attr == "keywords":
        name = file.replace(file.end(parent) - len("keywords"), file.end(parent), "varkw")
        yield file.group("Ask getfullargspec()", node, [renamed, name])
    elif (
        isinstance(parent, ast.Subscript) and isinstance(parent.slice, ast.Constant) and parent.slice.value in range(4)
    ):
        yield file.group("Ask getfullargspec()", node, [renamed])
    elif (
        isinstance(parent, ast.Assign) and isinstance(parent.targets[0], ast.Tuple) and len(parent.targets[0].elts) == 4
    ):
        place = file.end(node)
        yield file.group("Ask getfullargspec()", node, [renamed, file.replace(place, place, "[:4]")])
    else:
        yield file.finding(node, "P-MODULE", "getargspec() is gone; getfullargspec() gives three values more.")


def _distribution(file: LegacyFile, node: ast.Call, name: str) -> Answers:
    """``pkg_resources.get_distribution("x").version`` is ``importlib.metadata.version("x")``."""
    outer = file.syntax.scopes.parent(node)
    literal = len(node.args) == 1 and isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str)
    if (
        name == "pkg_resources.get_distribution"
        and literal
        and isinstance(outer, ast.Attribute)
        and outer.attr == "version"
    ):
        bound = ast.unparse(node.func).partition(".")[0]
        used = [each for each in file.syntax.scopes.nodes() if isinstance(each, ast.Name) and each.id == bound]
        if file.is_free("version", node):
            drops = _import_of(file, node, bound) if len(used) == 1 else []
            text = f"version({file.text(node.args[0])})"
            need = [("importlib.metadata", "version")]
            yield file.group("Ask importlib.metadata", node, [file.rewrite(outer, text)], need, drops)
            return
    yield file.finding(node, "P-MODULE", f"{name}() is not installed with Python any more: setuptools 81 drops it.")


def _assertion(file: LegacyFile, node: ast.Call, function: ast.Attribute) -> Answers:
    """An alias of a test case's method that Python 3.12 does not have."""
    if not isinstance(function.value, ast.Name) or function.value.id not in ("self", "cls"):
        return
    new = UNITTEST[function.attr]
    if _defines(file, function.attr):
        return
    if not new:
        yield file.finding(node, "P-METHOD", f"unittest has no {function.attr}() any more.")
        return
    end = file.end(function)
    yield file.group(f"Replace {function.attr} by {new}", node, [file.replace(end - len(function.attr), end, new)])


def _defines(file: LegacyFile, method: str) -> bool:
    """Whether the project has a method of that name of its own."""
    for path in file.project.files_with(f"def {method}".encode()):
        facts = file.project.facts(path)
        if facts is not None and any(each.rpartition(".")[2] == method for each in facts.functions):
            return True
    return False


# -- modules that are gone ---------------------------------------------------------------------------------------------


def _gone(file: LegacyFile, node: ast.Import | ast.ImportFrom) -> Answers:
    names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""]
    for name in names:
        first = name.partition(".")[0]
        level = node.level if isinstance(node, ast.ImportFrom) else 0
        if level == 0 and first in GONE and isinstance(file.project.imported(file.path, name, None, 0), External):
            yield file.finding(node, "P-MODULE", f"Python has no module {first} any more: {GONE[first]}.")


# -- raise X, value, traceback -----------------------------------------------------------------------------------------


def _raise(file: LegacyFile, node: ast.Raise) -> Answers:
    """What fissix makes of a raise with a traceback, where the value is an exception already."""
    made = node.exc
    if not (file.python2 and isinstance(made, ast.Call) and isinstance(made.func, ast.Attribute)):
        return
    inner = made.func.value
    if made.func.attr != "with_traceback" or not isinstance(inner, ast.Call) or len(inner.args) != 1 or inner.keywords:
        return
    value = inner.args[0]
    if _is_exception(file, value):
        yield file.group("Raise the exception itself", node, [file.rewrite(inner, file.text(value))])
    elif isinstance(value, ast.Name | ast.Attribute | ast.Subscript):
        yield file.finding(node, "P-RERAISE", f"{file.text(value)} may be an exception already.")


def _is_exception(file: LegacyFile, node: ast.expr) -> bool:
    """Whether an expression is ``sys.exc_info()[1]``, a name for it, or one that ``except ... as`` binds."""
    if isinstance(node, ast.Subscript):
        index = node.slice
        return isinstance(index, ast.Constant) and index.value == 1 and _is_exc_info(file, node.value)
    if not isinstance(node, ast.Name):
        return False
    owner = file.scope(node).lookup(node.id)
    bindings = owner.bindings.get(node.id, []) if owner is not None else []
    return bool(bindings) and all(
        isinstance(each.node, ast.ExceptHandler) or _is_second_of_exc_info(file, each.node, node.id)
        for each in bindings
    )


def _is_exc_info(file: LegacyFile, node: ast.expr) -> bool:
    if isinstance(node, ast.Name):
        owner = file.scope(node).lookup(node.id)
        bindings = owner.bindings.get(node.id, []) if owner is not None else []
        return len(bindings) == 1 and isinstance(bindings[0].value, ast.Call) and _is_exc_info(file, bindings[0].value)
    return isinstance(node, ast.Call) and file.external(node.func) == "sys.exc_info"


def _is_second_of_exc_info(file: LegacyFile, node: ast.AST, name: str) -> bool:
    if not isinstance(node, ast.Assign) or not _is_exc_info(file, node.value):
        return False
    target = node.targets[0]
    second = target.elts[1] if isinstance(target, ast.Tuple) and len(target.elts) == 3 else None
    return isinstance(second, ast.Name) and second.id == name


_WORDS = (
    *("setdefaultencoding", "getargspec", "pkg_resources", "with_traceback", *UNITTEST),
    *(f"import {name}" for name in GONE),
    *(f"from {name}" for name in GONE),
)
CODEMOD = Codemod(tuple(word.encode() for word in _WORDS), answers)
