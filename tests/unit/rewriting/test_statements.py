"""Statement cuts: what libcst makes of a cut is what it makes of the whole file."""

from __future__ import annotations

import ast
import sysconfig
from collections.abc import Iterator
from pathlib import Path

import libcst as cst
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flask_modernize.rewriting.edits import Edit
from flask_modernize.rewriting.statements import (
    UnreadableStatement,
    cut_statement,
    statement_from_snippet,
    transform_statement,
)
from flask_modernize.sources import SourceFile, UnencodableText, UnreadableSource

NAMES = frozenset({"get", "append", "format", "join", "old"})
BLOCKS = frozenset({"body", "orelse", "finalbody", "handlers", "cases"})


class Renamed(cst.CSTTransformer):
    """``x.get`` to ``x.new_get``, and so on."""

    def leave_Attribute(self, original_node: cst.Attribute, updated_node: cst.Attribute) -> cst.Attribute:
        name = updated_node.attr.value
        return updated_node.with_changes(attr=cst.Name(f"new_{name}")) if name in NAMES else updated_node


def mentions(node: ast.AST) -> bool:
    return any(isinstance(child, ast.Attribute) and child.attr in NAMES for child in ast.walk(node))


def own_parts(statement: ast.stmt) -> Iterator[ast.AST]:
    for name, value in ast.iter_fields(statement):
        if name not in BLOCKS:
            yield from (item for item in (value if isinstance(value, list) else [value]) if isinstance(item, ast.AST))


def targets(module: ast.Module) -> Iterator[tuple[ast.stmt, bool]]:
    """Statements to transform, and whether their body must come along."""
    for node in ast.walk(module):
        if not isinstance(node, ast.stmt):
            continue
        if any(map(mentions, own_parts(node))):
            yield node, not hasattr(node, "body")
        clauses = [*getattr(node, "handlers", ()), *getattr(node, "cases", ())]
        heads = [head for c in clauses for head in (getattr(c, "type", None), getattr(c, "guard", None)) if head]
        if any(map(mentions, heads)):
            yield node, True


def spliced(data: bytes, edits: set[Edit]) -> bytes:
    end = len(data)
    for edit in sorted(edits, reverse=True):
        assert edit.end <= end, "edits overlap"
        data, end = data[: edit.start] + edit.replacement + data[edit.end :], edit.start
    return data


def by_statements(data: bytes) -> bytes:
    source = SourceFile.from_bytes(data)
    edits: set[Edit] = set()
    for node, with_body in targets(source.parse()):
        edit = transform_statement("m.py", source, node, Renamed(), with_body=with_body)
        assert edit is not None
        edits.add(edit)
    return spliced(data, {edit for edit in edits if not any(covers(other, edit) for other in edits)})


def covers(wide: Edit, narrow: Edit) -> bool:
    """A widened cut makes the changes of the statements in it as well."""
    return wide != narrow and wide.start <= narrow.start and narrow.end <= wide.end


def by_file(data: bytes) -> bytes:
    return cst.parse_module(data).visit(Renamed()).bytes


FILES = [
    "x.get()\n",
    "x.get()",
    "a; x.get(); b\n",
    "a; x.get();\n",
    "if x.get(): y.get()\n",
    "if x.get():\n    y.get()\nelif y.get():  # c\n    pass\nelse: z.get()\n",
    "def f():\n    if a:\n        b\n    elif x.get():\n        c.get()\n    elif y.get(): pass\n    else:\n        d",
    "if a:\n\tx.get()\n\tif b:\n\t\ty.get()  # end",
    "class A(x.get()):\n    '''Doc.'''\n    y = z.get(1,\n  2)  # odd\n",
    "@a.get\n# between\n@b.get(1)\ndef f(x=y.get()) -> z.get():\n    # inside\n\n    return w.get()\n",
    "class A:\n  @a.get\n  async def f(self): return self.get()\n",
    "for i in x.get():\n    # c\n    pass\nelse:\n    y.get()\n",
    "while x.get(): pass\n",
    "with x.get() as y, z.get():\n    pass\n",
    "with (\n    x.get() as y,  # c\n    z.get(),\n):\n\n    pass\n",
    "try:\n    x.get()\nexcept y.get:\n    z.get()\nfinally: w.get()\n",
    "try: x.get()\nexcept* y.get: pass\n",
    "match x.get():\n    case 1 if y.get():\n        z.get()\n    case _: w.get()\n",
    "match x.get():\n    # c\n    case 1:\n        pass\n",
    "x = '''\n  a\n'''.join(y.get())\n",
    "def f():\n    x = '''\na\n'''; y.get()\n    z.get()\n",
    "if a: \\\n    x.get()\n",
    "x = 1; \\\ny.get()\n",
    "\x0cx.get()\n\x0c\ndef f():\n\x0c    y.get()\n",
    "if a:\n        x.get()\n        if b:\n          y.get()\n",
    "if a:\n    pass\n    # c\n# d\n    x.get()\n  # e\n",
    "def f():\n  if a: x.get(); y.get()\n  else: z.get()\n",
    "lambda: x.get()\ny = [z.get()\n for z in w.get()]\n",
    "x = f'{y.get()}' 'a'\n",
    "s = 'é'; x.get('é')\nif s:\n    'é', x.get()\n",
    "if x.get():\n    pass; pass\n",
]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("text", FILES)
def test_same_as_the_whole_file(text: str, newline: str, bom: bytes) -> None:
    data = bom + text.replace("\n", newline).encode()
    result = by_statements(data)
    assert result == by_file(data)
    assert result.count(b"new_get") == data.count(b".get")


LINES = st.sampled_from(
    ["x.get()", "y = 1", "a; b.get()", "pass  # get", "z.get(\n1,\n  2)", "'''\n'''.join(x)", "# c", ""]
)
HEADS = st.sampled_from(
    ["if x.get():", "for a in b.get():", "while x:", "with y.get():", "def f(a=b.get):", "@x.get\nclass A(b.old):"]
)


@st.composite
def suites(draw: st.DrawFn, depth: int = 0) -> list[str]:
    unit = draw(st.sampled_from(["    ", "  ", "\t"]))
    lines: list[str] = []
    for _ in range(draw(st.integers(1, 3))):
        form = draw(st.integers(0, 4 if depth < 3 else 2))
        if form <= 2:
            lines.append(draw(LINES))
            continue
        head = draw(HEADS)
        if form == 3:
            lines += [*head.split("\n")[:-1], head.split("\n")[-1] + " x.old(); y.get()"]
            continue
        lines += head.split("\n")
        lines += [unit + line if line else line for line in draw(suites(depth + 1))]
        if head.startswith("if"):
            lines += ["elif a.old:", *(unit + line if line else line for line in draw(suites(depth + 1)))]
            lines += draw(st.sampled_from([[], ["else: x.get()"], ["else:  # c", unit + "x.get()"]]))
    return [*lines, draw(st.sampled_from(["pass", "x.old", "return_.get()"]))]


@given(suites(), st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_same_as_the_whole_file_for_any_nesting(lines: list[str], newline: str, final: bool) -> None:
    data = (newline.join(lines) + (newline if final else "")).replace("\r\n", "\n").replace("\n", newline).encode()
    assert by_statements(data) == by_file(data)


def real_files() -> list[Path]:
    root = Path(sysconfig.get_paths()["stdlib"])
    return [root / name for name in ("ast.py", "argparse.py", "textwrap.py", "csv.py", "zipapp.py", "typing.py")]


@pytest.mark.parametrize("path", real_files(), ids=lambda path: path.name)
def test_same_as_the_whole_file_for_real_files(path: Path) -> None:
    data = path.read_bytes()
    assert by_statements(data) == by_file(data)


def test_line_ends_of_other_lines_stay() -> None:
    data = b"if a:\r\n    x = [\n        y.get(),\r\n        z]\n"
    source = SourceFile.from_bytes(data)
    edit = transform_statement("m.py", source, source.parse().body[0], Renamed())
    assert edit is not None
    assert spliced(data, {edit}) == data.replace(b".get", b".new_get")
    assert edit.replacement == b"        y.new_get(),\r\n"


def test_other_encodings() -> None:
    data = "# coding: latin-1\nif a:\n    x = 'é', y.get('é')\n".encode("latin-1")
    assert by_statements(data) == data.replace(b".get", b".new_get")


def test_a_character_that_the_encoding_lacks() -> None:
    class Euro(cst.CSTTransformer):
        def leave_Integer(self, original_node: cst.Integer, updated_node: cst.Integer) -> cst.SimpleString:
            return cst.SimpleString("'€'")

    source = SourceFile.from_bytes(b"# coding: latin-1\nx = 1\n")
    with pytest.raises(UnencodableText):
        transform_statement("m.py", source, source.parse().body[0], Euro())


def test_nothing_changed() -> None:
    source = SourceFile.from_bytes(b"if a:\n    b\n")
    assert transform_statement("m.py", source, source.parse().body[0], Renamed()) is None


def test_new_lines_have_the_line_end_and_indentation_of_the_file() -> None:
    class Guarded(cst.CSTTransformer):
        def leave_SimpleStatementLine(
            self, original_node: cst.SimpleStatementLine, updated_node: cst.SimpleStatementLine
        ) -> cst.If:
            return cst.If(cst.Name("ok"), cst.IndentedBlock([updated_node]))

    data = b"def f():\r\n  if a:\r\n    b()\r\n"
    source = SourceFile.from_bytes(data)
    function = source.parse().body[0]
    assert isinstance(function, ast.FunctionDef)
    outer = function.body[0]
    assert isinstance(outer, ast.If)
    edit = transform_statement("m.py", source, outer.body[0], Guarded())
    assert edit is not None
    assert edit.replacement == b"    if ok:\r\n      b()\r\n"


def test_a_statement_may_be_removed_or_become_several() -> None:
    class Doubled(cst.CSTTransformer):
        def leave_SimpleStatementLine(
            self, original_node: cst.SimpleStatementLine, updated_node: cst.SimpleStatementLine
        ) -> cst.FlattenSentinel[cst.BaseStatement]:
            return cst.FlattenSentinel([updated_node, updated_node])

    class Removed(cst.CSTTransformer):
        def leave_SimpleStatementLine(
            self, original_node: cst.SimpleStatementLine, updated_node: cst.SimpleStatementLine
        ) -> cst.RemovalSentinel:
            return cst.RemovalSentinel.REMOVE

    data = b"if a:\n    b()\n    c()\n"
    source = SourceFile.from_bytes(data)
    branch = source.parse().body[0]
    assert isinstance(branch, ast.If)
    doubled = transform_statement("m.py", source, branch.body[0], Doubled())
    removed = transform_statement("m.py", source, branch.body[0], Removed())
    assert doubled is not None
    assert removed is not None
    assert spliced(data, {doubled}) == b"if a:\n    b()\n    b()\n    c()\n"
    assert spliced(data, {removed}) == b"if a:\n    c()\n"


def test_what_libcst_cannot_read(monkeypatch: pytest.MonkeyPatch) -> None:
    source = SourceFile.from_bytes(b"x = 1\n")
    error = cst.ParserSyntaxError("no", lines=["x"], raw_line=1, raw_column=0)

    def refuses(*_: object) -> cst.Module:
        raise error

    monkeypatch.setattr(cst, "parse_module", refuses)
    with pytest.raises(UnreadableStatement, match=r"m\.py:1"):
        transform_statement("m.py", source, source.parse().body[0], Renamed())


@pytest.mark.parametrize(
    ("text", "line", "with_body", "cut"),
    [
        ("a\nb\nc\n", 2, True, "b\n"),
        ("a\nb", 2, True, "b"),
        ("@d\ndef f():\n    x\n", 3, True, "    x\n"),
        ("@d\ndef f():\n    x\n", 2, True, "@d\ndef f():\n    x\n"),
        ("@d\ndef f():\n    # c\n\n    x\n", 2, False, "@d\ndef f():\n    # c\n\n"),
        ("def f(): x\n", 1, False, "def f(): x\n"),
        ("match a:\n    case 1: pass\n", 1, False, "match a:\n"),
        ("if a:\n  b\nelif c:\n  d\n", 3, False, "if c:\n"),
        ("if a:\n  b\nelse: c; d\n", 3, True, "if a:\n  b\nelse: c; d\n"),
        ("while x:\n  if a: b\n", 2, True, "  if a: b\n"),
        ("try:\n  a\nfinally:\n  b\n", 1, False, "try:\n  a\nfinally:\n  b\n"),
    ],
)
def test_cuts(text: str, line: int, with_body: bool, cut: str) -> None:
    source = SourceFile.from_bytes(text.encode())
    nodes = [n for n in ast.walk(source.parse()) if isinstance(n, ast.stmt) and n.lineno == line]
    assert cut_statement(source, nodes[-1], with_body=with_body).text == cut


@pytest.mark.parametrize(
    ("template", "fragments", "expected"),
    [
        ("{name} = {value}", {"name": "x", "value": "1"}, "x = 1\n"),
        ("{name} = {value}.all()", {"name": "x", "value": "a or b"}, "x = (a or b).all()\n"),
        ("return {value}.all()", {"value": "self.q[1]"}, "return self.q[1].all()\n"),
        ("x = f({items})", {"items": ["a", "b, c", "d or e"]}, "x = f(a, (b, c), d or e)\n"),
        ("x = f({items})", {"items": "a=1, *b"}, "x = f(a=1, *b)\n"),
        ("x.{attr} = {{1: {one}}}", {"attr": "y", "one": "2"}, "x.y = {1: 2}\n"),
        ("{target} = 1", {"target": "a.b[0]"}, "a.b[0] = 1\n"),
        ("for x in {rows}:\n    yield x\n", {"rows": "q(\n  1)"}, "for x in q(\n  1):\n    yield x\n"),
        ("x = {node} * 2", {"node": cst.parse_expression("1 + 2")}, "x = (1 + 2) * 2\n"),
        ("a = 1\n\nb = {v}", {"v": "lambda: 1"}, "a = 1\n\nb = lambda: 1\n"),
    ],
)
def test_snippets(template: str, fragments: dict[str, str], expected: str) -> None:
    result = statement_from_snippet(template, "", "\n", **fragments)
    assert result == expected


def test_snippets_are_indented_but_not_what_continues_a_fragment() -> None:
    result = statement_from_snippet("if {a}:\n\n    pass", "\t", "\r\n", a="f(\r\n1)")
    assert result == "\tif f(\r\n1):\r\n\r\n\t    pass\r\n"


@pytest.mark.parametrize(
    ("template", "fragments", "error"),
    [
        ("x = {v}", {}, KeyError),
        ("x = 1", {"v": "1"}, ValueError),
        ("x = {v}", {"v": "1; y"}, ValueError),
        ("x = {v}", {"v": "1\ny"}, ValueError),
        ("x = f({v})", {"v": "a) + (b"}, ValueError),
        ("x = f({v})", {"v": "a), g(b"}, ValueError),
        ("x = {v}.y", {"v": "a # c"}, ValueError),
        ("x = = {v}", {"v": "a"}, ValueError),
    ],
)
def test_snippets_refuse(template: str, fragments: dict[str, str], error: type[Exception]) -> None:
    with pytest.raises(error):
        statement_from_snippet(template, "    ", "\n", **fragments)


def test_files_that_do_not_parse_are_not_cut() -> None:
    source = SourceFile.from_bytes(b"a; b\n")
    node = source.parse().body[1]
    broken = SourceFile.from_bytes(b"a; b)\n")
    with pytest.raises(UnreadableSource):
        cut_statement(broken, node)
