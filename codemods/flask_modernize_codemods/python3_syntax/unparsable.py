"""The files that Python 3 does not parse: converted as a whole, in a project of their own, before anything else."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from flask_modernize.planning.contract import Finding
from flask_modernize.project import Project
from flask_modernize.project.objects import ClassObject, External, FunctionObject, ModuleObject
from flask_modernize.project.syntax import Syntax
from flask_modernize.sources import Changes, SourceFile, Tree, UnreadableSource
from flask_modernize_codemods.python3_syntax.codes import ADVICE, GUIDE
from flask_modernize_codemods.python3_syntax.places import line_before

_PLURAL = {True: "files", False: "file"}


@dataclass(frozen=True, slots=True)
class Conversions:
    """What became of the files that do not parse."""

    project: Project
    """The project with the files that could be converted in place of what they were."""
    paths: frozenset[str]
    """Those files."""
    findings: tuple[Finding, ...]


def unparsable(tree: Tree) -> tuple[str, ...]:
    """The files that Python can decode and not parse, sorted."""
    return tuple(path for path in tree.python_paths() if _does_not_parse(tree, path))


def convert_files(project: Project, paths: Iterable[str]) -> Conversions:
    """Converts files that do not parse. Those that use ``async`` as a name of others stay as they are."""
    from flask_modernize_codemods.python3_syntax.front_end import NotConvertible, convert

    findings: list[Finding] = []
    texts: dict[str, str] = {}
    renamed: dict[str, frozenset[str]] = {}
    for path in sorted(paths):
        source = SourceFile.from_bytes(project.tree.read(path))
        try:
            converted = convert(source.text(0, len(source.data)))
        except NotConvertible as error:
            findings.append(_not_converted(path, source, error.line, error.message))
            continue
        texts[path] = converted.text
        if converted.renamed:
            renamed[path] = converted.renamed
        findings += [_finding(path, line, "P-FIXER", message) for line, message in converted.warnings]
    while True:
        converted_project = project.with_changes(_changes(project.tree, texts))
        refused = [each for path, names in renamed.items() for each in _foreign(converted_project, path, names)]
        if not refused:
            return Conversions(converted_project, frozenset(texts), tuple(findings))
        for finding in refused:
            texts.pop(finding.path, None)
            renamed.pop(finding.path, None)
        findings += _in_original(project.tree, converted_project.tree, refused)


def _does_not_parse(tree: Tree, path: str) -> bool:
    try:
        source = SourceFile.from_bytes(tree.read(path))
    except UnreadableSource:
        return False
    try:
        source.parse()
    except UnreadableSource as problem:
        return problem.code == "S-SYNTAX"
    return False


def _changes(tree: Tree, texts: Mapping[str, str]) -> Changes:
    return Changes(tree.delta(path, _bytes(tree.read(path), text)) for path, text in texts.items())


def _bytes(before: bytes, text: str) -> bytes:
    """The text in the file's encoding; lines that it has in common with ``before`` are taken from there."""
    from flask_modernize.sources.line_matching import changed_blocks

    source = SourceFile.from_bytes(before)
    old = source.text(0, len(before)).split("\n")
    new = text.split("\n")
    parts: list[bytes] = []
    position = 0
    for a, b, c, d in changed_blocks([line.encode() for line in old], [line.encode() for line in new]):
        start = _line_start(source, a, len(old))
        parts.append(before[position:start])
        block = "".join(f"{line}\n" for line in new[c:d])
        position = _line_start(source, b, len(old))
        parts.append(source.encode(block[:-1] if d == len(new) and block else block))
    parts.append(before[position:])
    return b"".join(parts)


def _line_start(source: SourceFile, index: int, lines: int) -> int:
    if index == 0:
        return source.line_span(1)[0] if source.line_count else 0
    return len(source.data) if index >= lines else source.line_span(index + 1)[0]


# -- async as a name ---------------------------------------------------------------------------------------------------


def _foreign(project: Project, path: str, names: frozenset[str]) -> Iterator[Finding]:
    """The places where a renamed keyword is not the project's own name to rename."""
    syntax = project.syntax(path)
    assert syntax is not None
    for name in sorted(names):
        new = f"{name}_"
        for node in syntax.scopes.nodes():
            if _is_foreign(project, syntax, node, new):
                line = getattr(node, "lineno", 1)
                yield _finding(path, line, "P-ASYNC", f"{name} is a keyword now, and here it is a name of others.")


def _is_foreign(project: Project, syntax: Syntax, node: ast.AST, new: str) -> bool:
    if isinstance(node, ast.keyword) and node.arg == new:
        call = syntax.scopes.parent(node)
        return not (isinstance(call, ast.Call) and _takes(project, syntax, call, new))
    if isinstance(node, ast.Attribute) and node.attr == new:
        return not _defines_attribute(project, new)
    if isinstance(node, ast.ImportFrom):
        parts = (node.module or "").split(".")
        if new in parts:
            return True
        return any(each.name == new for each in node.names) and not isinstance(
            project.imported(syntax.path, node.module, new, node.level), FunctionObject | ClassObject
        )
    return isinstance(node, ast.Import) and any(new in each.name.split(".") for each in node.names)


def _takes(project: Project, syntax: Syntax, call: ast.Call, parameter: str) -> bool:
    """Whether a call is one of a function of the project with that parameter."""
    from flask_modernize.facts.sketch import dotted_name

    dotted = dotted_name(call.func)
    found = project.resolve(syntax.path, dotted, syntax.scopes.scope_of(call)) if dotted else None
    if isinstance(found, ClassObject):
        found = FunctionObject(found.path, f"{found.qualname}.__init__")
    if isinstance(found, External | ModuleObject) or not isinstance(found, FunctionObject):
        return False
    facts = project.facts(found.path)
    function = facts.functions.get(found.qualname) if facts is not None else None
    return function is not None and any(each.name == parameter for each in function.parameters)


def _defines_attribute(project: Project, name: str) -> bool:
    """Whether a class of the project has a method of that name."""
    for path in project.files_with(name.encode()):
        facts = project.facts(path)
        if facts is not None and any(qualname.endswith(f".{name}") for qualname in facts.functions):
            return True
    return False


# -- findings ----------------------------------------------------------------------------------------------------------


def _finding(path: str, line: int, code: str, message: str) -> Finding:
    return Finding(path, line, 1, code, message, ADVICE[code], GUIDE)


def _not_converted(path: str, source: SourceFile, line: int, message: str) -> Finding:
    try:
        source.parse()
    except UnreadableSource as problem:
        told = f"Python 3 says: {problem.message}. fissix: {message}."
        return _finding(path, problem.line or max(line, 1), "P-SYNTAX", told)
    raise AssertionError(path)


def _in_original(before: Tree, after: Tree, findings: Iterable[Finding]) -> list[Finding]:
    from dataclasses import replace

    return [replace(each, line=line_before(before, after, each.path, each.line)) for each in findings]
