"""Continuation lines follow the bracket that they stand under."""

from __future__ import annotations

import ast
import io
import tokenize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flask_modernize.rewriting.alignment import realigned
from flask_modernize.rewriting.edits import Edit
from flask_modernize.sources import SourceFile


def replaced(text: str, old: str, new: str) -> str:
    """``text`` with each ``old`` as ``new``, and the lines that follow."""
    data = text.encode()
    edits, at = [], data.find(old.encode())
    while at >= 0:
        edits.append(Edit("a.py", at, at + len(old.encode()), new.encode()))
        at = data.find(old.encode(), at + len(old.encode()))
    followers = [edit for edit, _ in realigned(SourceFile.from_bytes(data), edits)]
    for edit in sorted([*edits, *followers], reverse=True):
        data = data[: edit.start] + edit.replacement + data[edit.end :]
    return data.decode()


ARGUMENTS = """
email = TextField('E-mail', validators=[Required(),
                                        Email()],
                  # shown to others
                  description='x')
"""
TWO_BRACKETS_OF_A_LINE = """
x = f(TextField(1,
                2), TextField(3,
                              4))
"""
WHAT_HANGS_ON_A_LINE = """
TextField(1, [
    2,
])
TextField(1,
          [
              2,
          ],
          3)
"""
CLOSING_BRACKET = """
x = TextField(1,
              2
             )
"""
MOVED = {
    ARGUMENTS: """
email = StringField('E-mail', validators=[Required(),
                                          Email()],
                    # shown to others
                    description='x')
""",
    TWO_BRACKETS_OF_A_LINE: """
x = f(StringField(1,
                  2), StringField(3,
                                  4))
""",
    WHAT_HANGS_ON_A_LINE: """
StringField(1, [
    2,
])
StringField(1,
            [
                2,
            ],
            3)
""",
    CLOSING_BRACKET: """
x = StringField(1,
                2
               )
""",
}


@pytest.mark.parametrize(("before", "after"), MOVED.items())
def test_lines_below_a_bracket_follow_it(before: str, after: str) -> None:
    assert replaced(before, "TextField", "StringField") == after
    assert replaced(after, "StringField", "TextField") == before


@pytest.mark.parametrize(
    "text",
    [
        "x = TextField(\n    1,\n    2)\n",
        "x = TextField(1,\n    2)\n",
        "x = TextField('''\n              text''',\n    2)\n",
        "x = TextField(1,\n\t      2)\n",
        "x = (1, TextField,\n     2)\n",
        "x = 1 + TextField.a \\\n      + 2\n",
        "TextField(1)\nx = (1,\n     2)\n",
        "x = TextField(  # why\n              2)\n",
    ],
)
def test_other_lines_stay_where_they_are(text: str) -> None:
    assert replaced(text, "TextField", "StringField") == text.replace("TextField", "StringField")


def test_lines_of_strings_stay_as_they_are() -> None:
    text = 'x = TextField("""a\n              b""", """\n              c""",\n              2)\n'
    assert replaced(text, "TextField", "StringField") == (
        'x = StringField("""a\n              b""", """\n              c""",\n    2)\n'.replace(
            "\n    2", "\n" + 16 * " " + "2"
        )
    )


def test_a_bracket_that_is_replaced_moves_nothing() -> None:
    assert replaced("x = f((1,\n       2))\n", "((", "(g(") == "x = f(g(1,\n       2))\n"


def test_lines_that_are_replaced_themselves_are_left_to_the_edit() -> None:
    source = SourceFile.from_bytes(b"old(1,\n    2,\n    3)\n")
    edits = [Edit("a.py", 0, 3, b"newer"), Edit("a.py", 8, 12, b"  two")]
    assert realigned(source, edits) == [(Edit("a.py", 14, 18, b"      "), 0)]


def test_columns_are_characters_of_the_file() -> None:
    source = SourceFile.from_bytes("# coding: latin-1\nx = 'é', old(1,\n             2)\n".encode("latin-1"))
    at = source.data.index(b"old")
    (edit, cause), *more = realigned(source, [Edit("a.py", at, at + 3, b"newer")])
    assert (cause, more, edit.replacement) == (0, [], b" " * 15)


names = st.sampled_from(["TextField", "g", "[", "(", "{1: ", "'a'", "2"])


@given(st.lists(st.tuples(names, st.booleans(), st.integers(0, 24)), max_size=12))
def test_the_code_stays_what_it_was(parts: list[tuple[str, bool, int]]) -> None:
    text, closers = "x = TextField(", [")"]
    for part, breaks, indent in parts:
        text += ("\n" + " " * indent) if breaks else ""
        if part[0] in "[({":
            text, closers = text + part, [*closers, {"[": "]", "(": ")", "{": "}"}[part[0]]]
        else:
            text += f"{part}, " if closers[-1] != "}" else f"{part}: 1, "
    text = text.replace("{1: ", "{") + "".join(reversed(closers)) + "\n"
    try:
        ast.parse(text)
    except SyntaxError:
        return
    after = replaced(text, "TextField", "StringField")

    def code(source: str) -> list[str]:
        return [token.string for token in tokenize.generate_tokens(io.StringIO(source).readline)]

    assert code(after) == code(text.replace("TextField", "StringField"))
