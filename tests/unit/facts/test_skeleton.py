"""A file without the insides of its functions says the same as the whole."""

from __future__ import annotations

import ast
import sysconfig
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flask_modernize.facts import ModuleFacts, decode, record_of, skeleton
from flask_modernize.facts.collect import returned_by
from flask_modernize.facts.index import glance_at, partial_record_of
from flask_modernize.facts.skeleton import comments_of, skeleton_of

LONG = "        " + "x = 1; " * 10 + "pass\n"
"""A line of code that makes a body worth leaving out."""


def facts(data: bytes, *, partial: bool) -> ModuleFacts | None:
    record = partial_record_of(data, glance_at(data)) if partial else record_of(data, always=True)
    return decode(record)


def lines_of(data: bytes, first: int, last: int) -> bytes:
    return b"".join(data.splitlines(keepends=True)[first - 1 : last])


def assert_same_facts(data: bytes) -> None:
    """What the skeleton says is what the file says, and each function that was not read can be read by itself."""
    whole, part = facts(data, partial=False), facts(data, partial=True)
    if whole is None:
        return  # the skeleton may parse all the same
    assert part is not None
    assert part._replace(functions={}) == whole._replace(functions={})
    assert part.functions.keys() == whole.functions.keys()
    for name, found in part.functions.items():
        returned = found.returned
        if returned is False:
            returned = returned_by(lines_of(data, found.line, found.end_line))
        assert found._replace(returned=returned) == whole.functions[name]


def test_bodies_are_left_out() -> None:
    text = (
        "import os\n"
        "@decorated(1)\n"
        "def outer(a, b='(', *, c=\"#\") -> int:  # said\n"
        '    """Text.\n\nNot this.\n"""\n'
        f"{LONG[4:]}"
        "    return (\n  a)\n"
        "  # a comment\n\n"
        "class A(B):\n"
        "    x = 1\n"
        "    async def m(self,\n        d={'k': [1]},  # :\n    ):\n"
        f"{LONG}"
        "\n    y = 2\n"
    )
    assert skeleton_of(text.encode()) == (
        b"import os\n"
        b"@decorated(1)\n"
        b"def outer(a, b='(', *, c=\"#\") -> int:  # said\n"
        b"\n\n\n\n\n\n pass\n"
        b"  # a comment\n\n"
        b"class A(B):\n"
        b"    x = 1\n"
        b"    async def m(self,\n        d={'k': [1]},  # :\n    ):\n"
        b"     pass\n"
        b"\n    y = 2\n"
    )
    assert_same_facts(text.encode())


@pytest.mark.parametrize(
    "inside",
    [
        "def g():\n        return 1\n",
        "class G:\n        pass\n",
        "global name\n    name = 1\n",
        "x = yield\n",
        "yield from name\n",
    ],
)
def test_what_says_something_outside_of_a_body_stays(inside: str) -> None:
    data = f"\ndef f(a):\n{LONG[4:]}    {inside}    return a\n".encode()
    assert skeleton_of(data) is None
    assert_same_facts(data)


def test_inner_functions_are_left_out_of_outer_ones() -> None:
    data = f"\ndef f():\n    def g():\n{LONG}    return g\n".encode()
    assert skeleton_of(data) == b"\ndef f():\n    def g():\n     pass\n    return g\n"
    found = facts(data, partial=True)
    assert found is not None
    assert (found.functions["f"].returned, found.functions["f.<locals>.g"].returned) == ((("name", "g"),), False)


@pytest.mark.parametrize(
    "text",
    [
        "# flask-modernize: ignore\n",
        "# coding: latin-1\n",
        "x = 1\n\tif a:\n    b\n",
        "\f\n",
        "x = 1\ry = 2\n",
        "print 'old'\n",
        "try: pass\nexcept A, e: pass\n",
        "raise A, 'b'\n",
        "x = '''\n",
        "x = \\",
    ],
)
def test_doubtful_files_are_left_whole(text: str) -> None:
    body = f"\ndef f():\n{LONG[4:]}\n"
    assert skeleton_of(body.encode()) is not None
    assert skeleton_of(f"\n{text}{body}def g():\n    pass\n".encode()) is None


def test_a_body_that_is_cut_too_early_does_not_parse() -> None:
    data = f"\ndef f():\n{LONG[4:]}    x = [\n1,\n]\n{LONG[4:]}\n".encode()
    found = skeleton_of(data)
    assert found is not None
    with pytest.raises(SyntaxError, match="unmatched"):
        ast.parse(found)
    assert_same_facts(data)
    assert partial_record_of(data, glance_at(data)).partial is False


def test_windows_line_ends() -> None:
    data = f"\ndef f():\n{LONG[4:]}    return 1\n\nx = 1\n".replace("\n", "\r\n").encode()
    assert skeleton_of(data) == b"\r\ndef f():\r\n\n pass\n\r\nx = 1\r\n"
    assert_same_facts(data)


def test_strings_in_the_braces_of_strings(monkeypatch: pytest.MonkeyPatch) -> None:
    """From Python 3.12 on the end of an f-string cannot be told without parsing what is in its braces."""
    nested = f'\ndef f():\n{LONG[4:]}    x = f"{{a["#"]}}" + """\nb = 1\n"""\n'.encode()
    plain = f'\ndef f():\n{LONG[4:]}    x = f"{{a}}" + """\nb = 1\n"""\n'.encode()
    monkeypatch.setattr(skeleton, "_NESTING_STRINGS", True)
    assert skeleton_of(nested) is None
    assert skeleton_of(plain) == b"\ndef f():\n\n\n\n pass\n"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("def f():\n    return 1\n", (("const", 1),)),
        ("    async def f():\n        if x:\n            return a.b\n        return\n", None),
        ("\tdef f(a,\n   b): return '''\nx'''\n", (("const", "\nx"),)),
        ("    def f():\n        def g():\n            return 2\n", ()),
        ("def f():\n    print 'old'\n", None),
    ],
)
def test_one_function_read_by_itself(lines: str, expected: tuple[object, ...] | None) -> None:
    if "async" in lines:
        expected = (("name", "a.b"), ("const", None))
    assert returned_by(lines.encode()) == expected


def test_the_standard_library() -> None:
    """Every seventh of its files, and some of its tests, which have all there is of syntax."""
    root = Path(sysconfig.get_path("stdlib"))
    some = sorted(root.glob("*.py"))[::7]
    some += [path for path in sorted((root / "test").glob("test_*.py"))[::40] if path.stat().st_size < 200_000]
    assert len(some) > 20
    gained = 0
    for path in some:
        data = path.read_bytes()
        assert_same_facts(data)
        found = skeleton_of(data)
        gained += found is not None and len(found) < len(data) // 2
    assert gained > len(some) // 4


STATEMENTS = (
    "x = 1",
    "return x",
    "",
    '# it\'s a "comment"',
    "# def f():",
    "yield 1",
    "global there",
    "there = 2",
    "call(\n  1,\n)",
    "call([\n0,\n1])",
    "x = '''\ndef no():\n    pass\n'''",
    'x = """a "quoted" \\""" text\nclass No: \n"""',
    "x = 'it' \"'''\" '\\''",
    "x = 1 + \\\n2",
    "x = 'a\\\nb'",
    "'''doc'''",
    "'''doc\n# last'''",
    "if x: return 1",
    "for each in x: pass",
    "x = lambda: (yield)",
    "x = {'a': '#', \"b\": '\"'}",
    "(y := 3)",
    "x = f'{x}' f\"{y!r:>{x}}\"",
    "x = r'\\' + b'\\\\'",
    "with a as b: pass",
)
HEADERS = (
    "def f():",
    "def f(a, b='):', *c):",
    "async def g(a: 'x' = {'b': [1]}, **d) -> A[b]:",
    "def h(\n  a,  # :\n):",
    "def i(a=lambda: 1): # '''",
    "def j(): return 1;",
    "class A:",
    "class B(C, metaclass=D):",
    "if x:",
    "try:\n    pass\nfinally:",
    "@deco('''\n''')\ndef k():",
)


@st.composite
def blocks(draw: st.DrawFn, indent: str = "", depth: int = 0) -> str:
    """The lines of a block of code, most of which parses."""
    lines = []
    for _ in range(draw(st.integers(1, 4))):
        if depth < 3 and draw(st.booleans()):
            header = draw(st.sampled_from(HEADERS))
            lines.append(_indented(header, indent))
            deeper = indent + draw(st.sampled_from(("  ", "    ")))
            lines.append(_indented("long = '" + "x" * draw(st.sampled_from((1, 80))) + "'", deeper))
            lines.append(draw(blocks(deeper, depth + 1)))
        else:
            lines.append(_indented(draw(st.sampled_from(STATEMENTS)), indent))
    return "\n".join([*lines, indent + "pass"])


def _indented(text: str, indent: str) -> str:
    first, *rest = text.split("\n")
    # Lines of strings and brackets stay where they are; those of compound statements follow the first.
    follow = indent if rest and rest[-1].endswith(":") else ""
    return "\n".join([indent + first if first else "", *(follow + each for each in rest)])


@given(blocks())
def test_whatever_is_written(text: str) -> None:
    assert_same_facts(("\n" + text + "\n").encode())


@given(
    st.lists(st.sampled_from(["\n", "def f():", "  ", '"""', "'", "x", "(", ")", ":", "#", "\\", "class A:", "1" * 70]))
)
def test_any_order_of_words(words: list[str]) -> None:
    """Most of it does not parse; nothing is raised, and what parses has its facts."""
    assert_same_facts("".join(words).encode())


def test_words_that_parse_are_among_them() -> None:
    """That the tests above are about something."""
    texts = [f"\n{header}\n  long = '{'x' * 80}'\n  {each}\n" for header in HEADERS for each in STATEMENTS]
    parsed = [text for text in texts if facts(text.encode(), partial=False) is not None]
    cut = [text for text in parsed if skeleton_of(text.encode()) is not None]
    assert (len(parsed) > 150, len(cut) > 70) == (True, True)
    for first, second in pairwise(parsed):
        assert_same_facts((first + second).encode())


@pytest.mark.parametrize(
    ("text", "comments"),
    [
        (b"x = 1  # one \n# two\n", [b"# one", b"# two"]),
        (b'x = \'# no\'; y = """\n# no\n"""  # yes\n', [b"# yes"]),
        (b"x = 'it\\'s # no'  # it's\ny = 2  # \"two\"\n", [b"# it's", b'# "two"']),
        (b"x = r'\\'  # no'\n", []),
        (b"x = 'no end  # ?\n", None),
        (b"", []),
    ],
)
def test_comments_are_told_from_strings(text: bytes, comments: list[bytes] | None) -> None:
    assert comments_of(text) == comments
