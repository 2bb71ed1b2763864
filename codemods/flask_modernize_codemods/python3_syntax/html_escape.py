"""cgi.escape(), which is html.escape() on Python 3 and escapes quotes if it is not told otherwise."""

from __future__ import annotations

import ast

from flask_modernize.planning.contract import Edit, ImportDrop
from flask_modernize.project.objects import External
from flask_modernize_codemods.python3_syntax.legacy_file import Answers, Codemod, LegacyFile
from flask_modernize_codemods.python3_syntax.moved_modules import is_bound_twice, names_bound

ESCAPE = "escape"


def answers(file: LegacyFile) -> Answers:
    """A group for each import of cgi or of its escape(), with all calls."""
    for node in file.nodes():
        if isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name == "cgi" and isinstance(file.project.imported(file.path, "cgi", None, 0), External):
                    yield from _module(file, node, alias)
        elif isinstance(node, ast.ImportFrom) and node.module == "cgi" and node.level == 0:
            yield from _function(file, node)


def _module(file: LegacyFile, node: ast.Import, alias: ast.alias) -> Answers:
    bound = alias.asname or alias.name
    calls = []
    for name in names_bound(file, bound, file.scope(node)):
        attribute = file.syntax.scopes.parent(name)
        call = file.syntax.scopes.parent(attribute) if isinstance(attribute, ast.Attribute) else None
        if not isinstance(attribute, ast.Attribute) or attribute.attr != ESCAPE or not isinstance(call, ast.Call):
            yield file.finding(node, "P-MODULE", "Python 3.13 has no module cgi any more.")
            return
        calls.append(call)
    free = all(file.scope(call).lookup(ESCAPE) is None for call in calls)
    edits = _edits(file, calls, ESCAPE)
    if edits is None or not free or is_bound_twice(file, bound, node):
        yield file.finding(node, "P-MODULE", "cgi.escape() is html.escape() on Python 3, which escapes quotes, too.")
        return
    needs = [("html", ESCAPE)] if calls else []
    yield file.group("Escape with html.escape", node, edits, needs, [ImportDrop(file.path, node.lineno, bound)])


def _function(file: LegacyFile, node: ast.ImportFrom) -> Answers:
    alias = node.names[0]
    bound = alias.asname or alias.name
    calls = []
    for name in names_bound(file, bound, file.scope(node)):
        call = file.syntax.scopes.parent(name)
        if not isinstance(call, ast.Call) or call.func is not name:
            break
        calls.append(call)
    else:
        edits = _edits(file, calls, bound)
        if len(node.names) == 1 and alias.name == ESCAPE and edits is not None:
            place = file.find("cgi", file.start(node) + len("from"), file.end(node))
            edits.append(file.replace(place, place + len("cgi"), "html"))
            yield file.group("Escape with html.escape", node, edits)
            return
    yield file.finding(node, "P-MODULE", "Python 3.13 has no module cgi any more; escape() is html.escape().")


def _edits(file: LegacyFile, calls: list[ast.Call], name: str) -> list[Edit] | None:
    """The calls of html.escape() that do what those of cgi.escape() did; None where that cannot be told."""
    edits = []
    for call in calls:
        quoted = call.args[1] if len(call.args) == 2 else next((each.value for each in call.keywords), None)
        if not call.args or len(call.args) + len(call.keywords) > 2 or isinstance(call.args[0], ast.Starred):
            return None
        if quoted is not None and not isinstance(quoted, ast.Constant):
            return None
        quote = "" if isinstance(quoted, ast.Constant) and quoted.value else ", quote=False"
        edits.append(file.replace(file.end(call.args[0]), file.end(call) - 1, quote))
        if file.text(call.func) != name:
            edits.append(file.rewrite(call.func, name))
    return [edit for edit in edits if edit.start != edit.end or edit.replacement]


CODEMOD = Codemod((b"cgi",), answers)
