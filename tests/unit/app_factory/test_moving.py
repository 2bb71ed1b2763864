"""Statements as text: which lines belong to one, and what they look like one level deeper."""

from __future__ import annotations

import ast
import textwrap

import pytest
from flask_modernize_codemods.app_factory.moving import chunks_of, layout_of, moved_lines
from hypothesis import given
from hypothesis import strategies as st

from flask_modernize.planning.contract import Edit
from flask_modernize.sources import SourceFile


def read(text: str) -> tuple[SourceFile, ast.Module]:
    source = SourceFile.from_bytes(textwrap.dedent(text).lstrip("\n").encode())
    return source, source.parse()


def moved(text: str, number: int = 0, edits: tuple[Edit, ...] = ()) -> str:
    source, module = read(text)
    chunk = chunks_of(source, module)[number]
    return "\n".join(moved_lines(layout_of(source, module), chunk.lead, chunk.last, edits, "    "))


def test_comments_belong_to_what_follows() -> None:
    source, module = read(
        """
        a = 1

        # one

        # two
        b = 2
        def f():
            pass
            # inside
        # after
        c = 3
        """
    )
    chunks = chunks_of(source, module)
    assert [(chunk.blank, chunk.lead, chunk.first, chunk.last) for chunk in chunks] == [
        (1, 1, 1, 1),
        (2, 3, 6, 6),
        (7, 7, 7, 9),
        (10, 10, 11, 11),
    ]


def test_statements_on_one_line_are_one_chunk() -> None:
    source, module = read("a = 1; b = 2\nc = 3\n")
    assert [len(chunk.statements) for chunk in chunks_of(source, module)] == [2, 1]


def test_decorators_belong_to_their_function() -> None:
    source, module = read("@one\n@two\ndef f(): pass\n")
    assert chunks_of(source, module)[0].first == 1


def test_lines_are_indented_and_blank_lines_are_few() -> None:
    assert moved("# a\n\n\nx = [\n    1,\n\n]\n") == "    # a\n\n    x = [\n        1,\n\n    ]"


@pytest.mark.parametrize("prefix", ["", "f", "b", "r"])
def test_the_inside_of_strings_stays(prefix: str) -> None:
    text = f'x = {prefix}"""\n  a\n\n\nb"""\n'
    before = ast.literal_eval(text[4:]) if prefix != "f" else "\n  a\n\n\nb"
    function = f"def f():\n{moved(text)}\n    return x\n"
    namespace: dict[str, object] = {}
    exec(function + "result = f()", namespace)
    assert namespace["result"] == before


def test_edits_inside_are_made() -> None:
    text = "call(\n    one,\n    two)\n"
    edits = (Edit("x.py", text.index("one"), text.index("one") + 3, b"1"), Edit("x.py", 0, 4, b"f"))
    assert moved(text, edits=tuple(sorted(edits))) == "    f(\n        1,\n        two)"


def test_an_edit_over_several_lines() -> None:
    text = "f(a,\n  b,\n  c)\n"
    edit = Edit("x.py", text.index("a"), text.index("c"), b"d, ")
    assert moved(text, edits=(edit,)) == "    f(d, c)"


def test_the_indentation_of_the_file_is_told_by_its_first_block() -> None:
    assert layout_of(*read("class A:\n\tx = 1\n")).unit == "\t"
    assert layout_of(*read('"""Doc:\n        not this."""\nif x:\n  y = 1\n')).unit == "  "
    assert layout_of(*read("x = 1\n")).unit == "    "


statements = st.lists(
    st.sampled_from(
        [
            "x = 1",
            "y = [\n    1,\n    2,\n]",
            's = """\n  inner\n\ntext"""',
            "if True:\n    x = 2\nelse:\n    x = 3",
            "# a comment\nz = (1 +\n  2)",
            "t = 'a' \\\n    'b'",
        ]
    ),
    min_size=1,
    max_size=6,
)


@given(statements, st.lists(st.sampled_from(["\n", "\n\n", "\n\n\n"]), min_size=6, max_size=6))
def test_a_moved_file_means_the_same(parts: list[str], gaps: list[str]) -> None:
    text = "".join(part + gap for part, gap in zip(parts, gaps, strict=False))
    source, module = read(text)
    lines = [
        line
        for chunk in chunks_of(source, module)
        for line in moved_lines(layout_of(source, module), chunk.lead, chunk.last, (), "    ")
    ]
    function = ast.parse("def f():\n" + "\n".join(lines)).body[0]
    assert isinstance(function, ast.FunctionDef)
    assert [ast.dump(each) for each in function.body] == [ast.dump(each) for each in module.body]
