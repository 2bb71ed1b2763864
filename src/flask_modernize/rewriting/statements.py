"""Cutting one statement out of a file, transforming it with libcst, and making new statements from snippets.

libcst reads a statement in the time that it would need for a file divided by how much smaller it is, and prints what it
did not change byte by byte. So only the lines of the statement are given to it, never indented anew: where they are
indented they are put under an ``if 1:`` of their own.
"""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from flask_modernize.rewriting.edits import Edit
from flask_modernize.rewriting.import_blocks import rows_of
from flask_modernize.rewriting.volume import GIVEN_TO_LIBCST

if TYPE_CHECKING:
    import libcst as cst

    from flask_modernize.sources import SourceFile

    Fragment = str | cst.CSTNode


class UnreadableStatement(ValueError):
    """libcst cannot read the statement, nor any statement around it, nor the file."""


@dataclass(frozen=True, slots=True)
class StatementCut:
    """The bytes ``start:end`` of a file: whole lines that parse on their own once they stand between a head and a tail.

    ``text`` is the decoded cut with the line ends of the file, except that an ``elif`` is written ``if`` (``is_elif``).
    ``indent`` is the white space that its lines start with, ``tail`` what must follow ``text``: a ``pass`` for a body
    that was left out, a line end that the file lacks.
    """

    start: int
    end: int
    text: str
    indent: str = ""
    tail: str = ""
    is_elif: bool = False


def cut_statement(source: SourceFile, node: ast.stmt, *, with_body: bool = True) -> StatementCut:
    """The smallest cut with ``node`` in it.

    Decorators belong to it, and so do statements that share lines with it (``a; b``). A statement that stands behind
    a colon (``if x: y``, ``else: y``) brings the whole statement that it is a part of. ``with_body`` False leaves out
    the body of a compound statement, and its other clauses, where that body has lines of its own.
    """
    return next(_cuts(source, node, with_body))


def transform_statement(
    path: str, source: SourceFile, node: ast.stmt, transformer: cst.CSTTransformer, *, with_body: bool = True
) -> Edit | None:
    """Applies ``transformer`` to the cut around ``node`` (see :func:`cut_statement`); None when it changes nothing.

    The result is what the transformer would make of these lines in the whole file. A cut that libcst cannot read is
    widened to the enclosing statement, and at last to the file. Raises UnreadableStatement.
    """
    import libcst as cst

    for cut in _cuts(source, node, with_body):
        try:
            new = _transformed(cut, source, transformer)
        except cst.ParserSyntaxError:
            continue
        if new is not None:
            return _edit(path, source, cut, new)
    raise UnreadableStatement(f"{path}:{node.lineno}: libcst cannot read this statement")


def _cuts(source: SourceFile, node: ast.stmt, with_body: bool) -> Iterator[StatementCut]:
    """From the smallest cut to the whole file."""
    first, last = _lines_of(node)
    if _has_own_lines(source, node):
        if not with_body:
            header = _header_cut(source, node, first)
            if header:
                yield header
        yield _line_cut(source, first, last)
    for first, last in _enclosing_lines(source, node):
        yield _line_cut(source, first, last)
    start = source.line_span(1)[0]
    yield StatementCut(start, len(source.data), _raw(source, start, len(source.data)))


def _lines_of(node: ast.stmt) -> tuple[int, int]:
    (row,) = rows_of([node])
    return row.first, row.last


def _has_own_lines(source: SourceFile, node: ast.stmt) -> bool:
    """Whether nothing but white space and a comment shares the lines of ``node``."""
    before = source.text(source.line_span(node.lineno)[0], source.offset(node.lineno, node.col_offset))
    last = node.end_lineno or node.lineno
    after = source.text(source.offset(last, node.end_col_offset or 0), source.line_span(last)[1]).strip()
    return not before.strip() and (not after or after.startswith("#"))


def _line_cut(source: SourceFile, first: int, last: int) -> StatementCut:
    start, end = source.line_span(first)[0], source.line_span(last)[1]
    text = _raw(source, start, end)
    indent = text[: len(text) - len(text.lstrip(" \t\f"))]
    tail = "" if text.endswith(("\n", "\r")) else source.newline
    cut = StatementCut(start, end, text, indent, tail)
    if text.startswith("elif", len(indent)):
        return replace(cut, text=indent + text[len(indent) + 2 :], is_elif=True)
    return cut


def _header_cut(source: SourceFile, node: ast.stmt, first: int) -> StatementCut | None:
    """The lines of a compound statement before its body, with ``pass`` or an empty case for the body."""
    body = node.cases if isinstance(node, ast.Match) else getattr(node, "body", None)
    if not body or isinstance(node, (ast.Try, ast.TryStar)):
        return None
    inner_first = body[0].pattern.lineno if isinstance(body[0], ast.match_case) else _lines_of(body[0])[0]
    margin_start, margin_end = source.line_span(inner_first)
    line = _raw(source, margin_start, margin_end)
    margin = line[: len(line) - len(line.lstrip(" \t\f"))]
    header_ends = inner_first - 1
    shares_line = not isinstance(body[0], ast.match_case) and not _has_blank_before(source, body[0])
    if header_ends < first or shares_line or not margin:
        return None
    cut = _line_cut(source, first, header_ends)
    inner = "case _: pass" if isinstance(node, ast.Match) else "pass"
    return replace(cut, tail=f"{margin}{inner}{source.newline}")


def _has_blank_before(source: SourceFile, node: ast.stmt) -> bool:
    first = _lines_of(node)[0]
    if first != node.lineno:
        return True  # a decorator
    return not source.text(source.line_span(first)[0], source.offset(first, node.col_offset)).strip()


def _enclosing_lines(source: SourceFile, node: ast.stmt) -> Iterator[tuple[int, int]]:
    """The lines of every statement around ``node``, innermost first, that starts on a line of its own.

    A statement that shares lines with its neighbours comes with them.
    """
    position = node.lineno, node.col_offset
    found: list[tuple[int, int]] = []
    suites: list[Sequence[ast.stmt]] = [source.parse().body]
    while suites:
        for row in rows_of(suites.pop()):
            inside = [s for s in row.statements if _starts(s) <= position < _ends(s)]
            if inside:
                if _has_blank_before(source, row.statements[0]):
                    found.append((row.first, row.last))
                suites = list(_suites_in(inside[0]))
                break
    return reversed(found)


def _starts(node: ast.stmt) -> tuple[int, int]:
    first = _lines_of(node)[0]
    return (node.lineno, node.col_offset) if first == node.lineno else (first, 0)


def _ends(node: ast.stmt) -> tuple[int, int]:
    return node.end_lineno or node.lineno, node.end_col_offset or 0


def _suites_in(node: ast.stmt) -> Iterator[list[ast.stmt]]:
    for part in (node, *getattr(node, "handlers", ()), *getattr(node, "cases", ())):
        for field in ("body", "orelse", "finalbody"):
            suite = getattr(part, field, None)
            if isinstance(suite, list):
                yield suite


def _raw(source: SourceFile, start: int, end: int) -> str:
    """Decoded, with the line ends as they are."""
    return source.data[start:end].decode(source.encoding)


_FIRST_INDENT = re.compile(rb":[ \t]*(?:#[^\r\n]*)?(?:\r\n|\r|\n)([ \t]+)[^\s#]")


def _head(source: SourceFile, cut: StatementCut) -> str:
    """Shows libcst the indentation and line end that the file uses, and takes in an indented cut."""
    match = _FIRST_INDENT.search(source.data)
    unit = match[1].decode("ascii") if match else "    "
    newline = source.newline
    return f"if 1:{newline}{unit}pass{newline}" + (f"if 1:{newline}" if cut.indent else "")


def _transformed(cut: StatementCut, source: SourceFile, transformer: cst.CSTTransformer) -> str | None:
    """The new text of the cut; None when the transformer changed what the cut's edges rely on."""
    import libcst as cst

    whole_file = cut.start == source.line_span(1)[0] and cut.end == len(source.data) and not cut.tail
    GIVEN_TO_LIBCST.add(cut.text)
    if whole_file:
        return cst.parse_module(cut.text).visit(transformer).code
    head = _head(source, cut)
    module = cst.parse_module(head + cut.text + cut.tail)
    wrapper = module.body[-1] if cut.indent else module
    block = wrapper.body if isinstance(wrapper, cst.If) else wrapper
    assert isinstance(block, (cst.IndentedBlock, cst.Module))
    keep = 0 if cut.indent else 1
    statements = [*block.body[:keep], *_visited(block.body[keep:], transformer)]
    if len(statements) == keep:
        return ""
    if isinstance(wrapper, cst.If):
        block = block.with_changes(body=statements)
        statements = [*module.body[:-1], wrapper.with_changes(body=block)]
    code = module.with_changes(body=statements).code
    if not code.startswith(head) or not code.endswith(cut.tail):
        return None
    return _with_elif(cut, code[len(head) : len(code) - len(cut.tail)])


def _visited(
    statements: Sequence[cst.BaseStatement | cst.BaseSmallStatement], transformer: cst.CSTTransformer
) -> Iterator[cst.CSTNode]:
    import libcst as cst

    for statement in statements:
        result = statement.visit(transformer)
        if isinstance(result, cst.CSTNode):
            yield result
        elif isinstance(result, cst.FlattenSentinel):
            yield from result


def _with_elif(cut: StatementCut, text: str) -> str | None:
    if not cut.is_elif:
        return text
    if not text.startswith(cut.indent + "if"):
        return None
    return f"{cut.indent}el{text[len(cut.indent) :]}"


def _edit(path: str, source: SourceFile, cut: StatementCut, new: str) -> Edit | None:
    """Only the lines that differ."""
    was = _raw(source, cut.start, cut.end).splitlines(keepends=True)
    now = new.splitlines(keepends=True)
    shortest = min(len(was), len(now))
    head = next((i for i in range(shortest) if was[i] != now[i]), shortest)
    tail = next((i for i in range(shortest - head) if was[-1 - i] != now[-1 - i]), shortest - head)
    if head + tail == len(was) == len(now):
        return None
    start = cut.start + len("".join(was[:head]).encode(source.encoding))
    end = cut.end - len("".join(was[len(was) - tail :]).encode(source.encoding))
    return Edit(path, start, end, _encoded(source, "".join(now[head : len(now) - tail])))


def _encoded(source: SourceFile, text: str) -> bytes:
    try:
        return text.encode(source.encoding)
    except UnicodeEncodeError:
        return source.encode(text)  # raises UnencodableText, which names the character


_Texts = dict[str, tuple[str, ...]]

_ATOM = re.compile(r"[A-Za-z_]\w*")


def statement_from_snippet(template: str, indent: str, newline: str, **fragments: Fragment | Sequence[Fragment]) -> str:
    """The statements that ``template`` describes: every line after ``indent``, ``newline`` after each line.

    ``{name}`` stands for the fragment ``name``: an expression or identifier, as source text or as a libcst node, or
    a sequence of them, which is put there separated by commas. Braces of the code itself are doubled. Text that
    continues over several lines is kept as it is. A fragment gets parentheses where the template needs them.

    Raises KeyError for a placeholder without a fragment, ValueError for a fragment without a placeholder and for
    a result that does not parse or that says something else than the template with its fragments put in.
    """
    texts = {name: _texts(fragment) for name, fragment in fragments.items()}
    _check_used(template, texts)
    code = _filled(template, indent, texts)
    if not _says(template, texts, code):
        code = _filled(template, indent, _least_parentheses(template, texts))
    return code.replace("\n", newline)


def _least_parentheses(template: str, texts: _Texts) -> _Texts:
    """The fragments with parentheses where the template says something else without them."""
    safe = {name: tuple(map(_parenthesised, parts)) for name, parts in texts.items()}
    if not _says(template, texts, _filled(template, "", safe)):
        raise ValueError(f"the snippet does not take these fragments: {template!r}, {texts!r}")
    for name, parts in texts.items():
        for index, part in enumerate(parts):
            barer = {**safe, name: (*safe[name][:index], part, *safe[name][index + 1 :])}
            if _says(template, texts, _filled(template, "", barer)):
                safe = barer
    return safe


def _texts(fragment: Fragment | Sequence[Fragment]) -> tuple[str, ...]:
    if isinstance(fragment, str):
        return (fragment.replace("\r\n", "\n").replace("\r", "\n").strip(" \t\f"),)
    if isinstance(fragment, Sequence):
        return tuple(text for item in fragment for text in _texts(item))
    import libcst as cst

    return (cst.Module([]).code_for_node(fragment).strip(" \t\f"),)


def _check_used(template: str, texts: _Texts) -> None:
    placeholders = {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}
    for name in sorted(placeholders - texts.keys()):
        raise KeyError(name)
    if unused := sorted(texts.keys() - placeholders):
        raise ValueError(f"the snippet has no {{{unused[0]}}}: {template!r}")


def _filled(template: str, indent: str, texts: _Texts) -> str:
    """Only the lines of the template are indented: those within a fragment stand where they stood."""
    joined = {name: ", ".join(parts) for name, parts in texts.items()}
    lines = (line.format_map(joined) for line in template.strip("\n").split("\n"))
    return "".join(f"{indent}{line}\n" if line.strip() else "\n" for line in lines)


def _parenthesised(text: str) -> str:
    try:
        node = ast.parse(text, mode="eval").body
    except SyntaxError:
        return text
    bare = isinstance(
        node, (ast.Name, ast.Attribute, ast.Call, ast.Subscript, ast.List, ast.Dict, ast.Set, ast.Starred)
    )
    return text if bare else f"({text})"


def _says(template: str, texts: _Texts, code: str) -> bool:
    """Whether ``code`` parses to the template's tree with the trees of the fragments in place of the placeholders.

    Where a fragment is an argument but no expression (``key=value``, ``*rows``), only whether the whole parses.
    """
    names = {name: tuple(f"_{name}_{i}_" for i in range(len(parts))) for name, parts in texts.items()}
    model = _filled(template, "", names)
    try:
        expected = ast.dump(ast.parse(model))
        actual = ast.dump(ast.parse("if 1:\n" + code if code[:1] in (" ", "\t") else "if 1:\n pass\n" + code))
    except SyntaxError:
        return False
    for name, parts in texts.items():
        for stand_in, text in zip(names[name], parts, strict=True):
            tree = _tree(text)
            if tree is None:
                return _are_arguments(text)
            expected = _put_in(expected, stand_in, text, tree)
    return expected.removeprefix("Module(body=[").removesuffix("], type_ignores=[])") in actual


def _are_arguments(text: str) -> bool:
    try:
        call = ast.parse(f"_({text}\n)", mode="eval").body
    except SyntaxError:
        return False
    return isinstance(call, ast.Call) and isinstance(call.func, ast.Name)


def _tree(text: str) -> str | None:
    try:
        return ast.dump(ast.parse(f"({text}\n)", mode="eval").body)
    except SyntaxError:
        return None


def _put_in(dump: str, stand_in: str, text: str, tree: str) -> str:
    if _ATOM.fullmatch(text) and tree.startswith("Name("):
        return dump.replace(f"'{stand_in}'", f"'{text}'")
    before, _, after = tree.rpartition("ctx=Load()")
    for context in ("Store()", "Del()"):
        dump = dump.replace(f"Name(id='{stand_in}', ctx={context})", f"{before}ctx={context}{after}")
    return dump.replace(f"Name(id='{stand_in}', ctx=Load())", tree)
