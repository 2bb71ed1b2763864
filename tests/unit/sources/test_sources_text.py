"""SourceFile: encodings, line ends, positions and problems, compared with what Python's own parser says."""

from __future__ import annotations

import ast
import codecs
import sys
import time
import tokenize
import warnings
from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from flask_modernize.sources import SourceFile, SourceProblem, UnencodableText, UnreadableSource

BOM = codecs.BOM_UTF8

# What stands in strings and comments: everything that some tool somewhere takes for a line end, and more.
ODD = ["\f", "\v", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029", "\t", " ", "é", "ß", "ソ", "中", "😀", "q"]
ENCODINGS = ["utf-8", "utf-8-sig", "latin-1", "cp1252", "shift_jis", "gbk", "big5", "gb18030", "koi8-r", "ascii"]
NEWLINES = ["\n", "\r\n", "\r"]


@st.composite
def modules(draw: st.DrawFn) -> tuple[bytes, str]:
    """A module that parses, as bytes, and its text with ``\\n`` line ends."""
    encoding = draw(st.sampled_from(ENCODINGS))
    characters = [c for c in ODD if _encodable(c, encoding)]
    odd = st.lists(st.sampled_from(characters), max_size=4).map("".join)
    lines = [] if encoding.startswith("utf-8") else [f"# -*- coding: {encoding} -*-"]
    for _ in range(draw(st.integers(0, 6))):
        kind = draw(st.integers(0, 5))
        if kind == 0:
            lines.append(f"x = '{draw(odd)}'; name = 1")
        elif kind == 1:
            lines += [f'y = """{draw(odd)}', f'{draw(odd)}"""; after = name']
        elif kind == 2:
            lines.append(f"# {draw(odd)}")
        elif kind == 3:
            lines.append(draw(st.sampled_from(["", "\f", "  ", "\f# x"])))
        elif kind == 4:
            lines += ["z = [name,", f"  '{draw(odd)}', last]"]
        else:
            lines += ["if x \\", "  : y = z"]
    ends = [draw(st.sampled_from(NEWLINES)) for _ in lines]
    if ends and draw(st.booleans()):
        ends[-1] = ""
    text = "".join(line + end for line, end in zip(lines, ends, strict=True))
    return text.encode(encoding), text.replace("\r\n", "\n").replace("\r", "\n")


def _encodable(text: str, encoding: str) -> bool:
    try:
        return text.encode(encoding).decode(encoding) == text
    except UnicodeError:
        return False


@given(modules())
def test_positions_of_the_parser_are_offsets_of_the_file(module: tuple[bytes, str]) -> None:
    data, text = module
    source = SourceFile.from_bytes(data)
    for node in ast.walk(source.parse()):
        if isinstance(node, ast.Name | ast.Constant):
            assert node.end_lineno is not None
            assert node.end_col_offset is not None
            start = source.offset(node.lineno, node.col_offset)
            end = source.offset(node.end_lineno, node.end_col_offset)
            found = source.text(start, end)
            assert (found if isinstance(node, ast.Name) else ast.literal_eval(found)) == (
                node.id if isinstance(node, ast.Name) else node.value
            )
            line, column = source.position(start)
            assert line == node.lineno
            assert text.split("\n")[line - 1][column - 1 :].startswith(found.split("\n")[0])
    assert source.text(0, len(data)) == text


@given(modules())
def test_lines_cover_the_file(module: tuple[bytes, str]) -> None:
    data, text = module
    source = SourceFile.from_bytes(data)
    spans = [source.line_span(line) for line in range(1, source.line_count + 1)]
    start = len(BOM) if data.startswith(BOM) else 0
    assert b"".join(data[a:b] for a, b in spans) == data[start:]
    assert [source.text(a, b).rstrip("\n") for a, b in spans] == text.removesuffix("\n").split("\n") * bool(text)
    assert source.line_span(source.line_count + 1) == (len(data), len(data))


@given(st.lists(st.sampled_from([b"a", b"\n", b"\r", b"\r\n", b"\f", b"\xc3\xa9", b"\xe2\x80\xa8"]), max_size=12))
def test_positions_and_offsets_are_inverse(parts: list[bytes]) -> None:
    source = SourceFile.from_bytes(b"".join(parts))
    offset = 0
    for part in parts:
        line, column = source.position(offset)
        start, end = source.line_span(line)
        assert start <= offset <= end
        assert len(source.data[start:offset].decode()) == column - 1
        offset += len(part)
    line, column = source.position(len(source.data))
    last_line_is_open = source.data != b"" and not source.data.endswith((b"\n", b"\r"))
    assert line == source.line_count + (0 if last_line_is_open else 1)
    assert last_line_is_open or column == 1


@given(modules(), st.data())
def test_text_and_encode_are_inverse_where_line_ends_are_alike(module: tuple[bytes, str], data: st.DataObject) -> None:
    source = SourceFile.from_bytes(module[0])
    line = data.draw(st.integers(1, max(source.line_count, 1)))
    start, end = source.line_span(line)
    assume(not source.data[start:end].endswith((b"\n", b"\r")) or _end_of(source.data[start:end]) == source.newline)
    assert source.encode(source.text(start, end)) == source.data[start:end]


def _end_of(line: bytes) -> str:
    return next(end for end in ("\r\n", "\n", "\r") if line.endswith(end.encode()))


@given(
    st.binary(max_size=8).filter(lambda head: b"\0" not in head),
    st.sampled_from([b"", b"\n", b"\r", b"# c\n", b"x\n", b"\f \n", b"#!\r\n", b"\n\n", b"'''\n"]),
    st.sampled_from(
        [b"utf-8", b"latin-1", b"LATIN_1-unix", b"utf_8-dos", b"cp1252", b"nope", b"utf-16", b"rot13", b"utf-7", b"hz"]
    ),
    st.sampled_from([b"coding: ", b"coding=", b"vim: set fileencoding=", b"coding :", b"-*- encoding:\t"]),
    st.booleans(),
)
def test_encodings_are_those_of_the_parser(tail: bytes, first: bytes, name: bytes, word: bytes, bom: bool) -> None:
    comment = b"#" + tail.replace(b"\n", b"").replace(b"\r", b"")
    data = (BOM if bom else b"") + first + b"# " + word + name + b" \n" + comment + b"\n"
    try:
        ast.parse(data)
    except SyntaxError as error:
        if "string" in str(error):  # the open ''' of a first line, no matter of encodings
            return
        with pytest.raises(UnreadableSource) as problem:
            SourceFile.from_bytes(data)
        assert problem.value.code == "S-ENCODING"
        return
    # Parsing from memory, Python passes over comments that are not UTF-8; running the file, it does not.
    if name in (b"utf-7", b"hz") or not _is_utf8(data):
        with suppress(UnreadableSource):
            SourceFile.from_bytes(data)
        return
    source = SourceFile.from_bytes(data)
    detected, _ = tokenize.detect_encoding(BytesIO(data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")).readline)
    assert codecs.lookup(source.encoding) == codecs.lookup("utf-8" if detected == "utf-8-sig" else detected)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


@pytest.mark.parametrize(
    ("data", "newline", "count"),
    [
        (b"", "\n", 0),
        (BOM, "\n", 0),
        (b"a", "\n", 1),
        (b"a\n", "\n", 1),
        (b"a\r\nb\r\n", "\r\n", 2),
        (b"a\rb\r", "\r", 2),
        (b"a\r\nb\nc\n", "\n", 3),
        (b"a\r\nb\r\nc\n", "\r\n", 3),
        (b"a\r\r\nb", "\r\n", 3),
        (b"a\nb\r\n", "\n", 2),
        ("a = '\x85\u2028\f\v\x1c'\n".encode(), "\n", 1),
        (BOM + b"a\nb", "\n", 2),
    ],
)
def test_line_ends(data: bytes, newline: str, count: int) -> None:
    source = SourceFile.from_bytes(data)
    assert (source.newline, source.line_count) == (newline, count)


def test_the_first_line_starts_after_the_byte_order_mark() -> None:
    source = SourceFile.from_bytes(BOM + b"x = 1\n")
    assert source.encoding == "utf-8"
    assert source.line_span(1) == (3, 9)
    assert source.offset(1, 0) == 3
    assert source.position(0) == (1, 1)
    assert source.position(4) == (1, 2)
    assert source.text(0, 9) == "x = 1\n"


@pytest.mark.parametrize(("line", "column"), [(0, 0), (3, 1), (4, 0), (1, 99), (1, -1)])
@pytest.mark.parametrize("cookie", [b"#\n", b"# coding: latin-1\n"])
def test_positions_outside_of_the_file_are_refused(cookie: bytes, line: int, column: int) -> None:
    source = SourceFile.from_bytes(cookie + b"x = '\xc3\xa9'\n")
    with pytest.raises(ValueError):
        source.offset(line, column)


def test_offsets_outside_of_the_file_are_refused() -> None:
    source = SourceFile.from_bytes(b"x\n")
    for offset in (-1, 3):
        with pytest.raises(ValueError):
            source.position(offset)


def test_encode_uses_the_line_ends_and_encoding_of_the_file() -> None:
    source = SourceFile.from_bytes(b"# coding: latin-1\r\nx = '\xe9'\r\n")
    assert source.encode("y = 'é'\nz\r\n") == b"y = '\xe9'\r\nz\r\n"
    with pytest.raises(UnencodableText, match=r"'\\u20ac' \(U\+20AC\) cannot be written in iso8859-1"):
        source.encode("y = '€'")


def problem_of(data: bytes) -> SourceProblem:
    with pytest.raises(UnreadableSource) as problem:
        SourceFile.from_bytes(data).parse()
    return problem.value.at("a.py")


@pytest.mark.parametrize(
    ("data", "line", "column", "code", "words"),
    [
        (b"x = 1\0", 0, 0, "S-BINARY", "NUL"),
        (codecs.BOM_UTF16_LE + "x".encode("utf-16-le"), 0, 0, "S-ENCODING", "UTF-16"),
        (b"x = 1\ny = '\xe9'\n", 2, 6, "S-ENCODING", "0xe9 is not valid utf-8"),
        ("x = 'é'".encode() + b"\xff", 1, 8, "S-ENCODING", "0xff"),
        (BOM + b"\xff", 1, 1, "S-ENCODING", "0xff"),
        (b"x\n\xff", 2, 1, "S-ENCODING", "0xff"),
        (b"# coding: ascii\n#\xe9\n", 2, 2, "S-ENCODING", "0xe9"),
        (b"\n# coding: klingon\n", 2, 1, "S-ENCODING", "unknown encoding 'klingon'"),
        (BOM + b"# coding: latin-1\n", 1, 1, "S-ENCODING", "after a UTF-8 byte order mark"),
        (b"# coding: utf-7\n", 1, 1, "S-ENCODING", "not a superset of ASCII"),
        (b"x = (\n", 1, 5, "S-SYNTAX", "never closed"),
        (b"def f():\nx\n", 2, 1, "S-SYNTAX", "expected an indented block"),
        (b"(" * 300 + b")" * 300, 1, 201, "S-TOO-DEEP", "too many nested"),
        (b"-" * 100_000 + b"x\n", 0, 0, "S-TOO-DEEP", "nested too deeply"),
        (b"x" + b".y()" * 50_000 + b"\n", 0, 0, "S-TOO-DEEP", "nested too deeply"),
    ],
)
def test_problems(data: bytes, line: int, column: int, code: str, words: str) -> None:
    problem = problem_of(data)
    assert (problem.code, problem.line, problem.column) == (code, line, column)
    assert words in problem.message


@pytest.mark.parametrize(
    ("code", "idiom"),
    [
        ("print 'hello'", "the print statement"),
        ("print x", "the print statement"),
        ("if x: print 'a %s' % b", "the print statement"),
        ("exec code in scope", "the exec statement"),
        ("try:\n  x\nexcept ValueError, e:\n  y", "except X, e"),
        ("try:\n  x\nexcept (A, B), e:\n  y", "except X, e"),
        ("raise ValueError, 'no'", "raise X, message"),
        ("raise sys.exc_info()[1], None, sys.exc_info()[2]", "raise X, message"),
        ("x = `y`", "backticks"),
        ("if a <> b: pass", "the <> operator"),
        ("x = 0777", "octal literals"),
        ("x = 10L", "long literals"),
        ("x = 0xFFL", "long literals"),
        ("x = ur'a'", "ur'' strings"),
        ("def f(a, (b, c)): pass", "tuple parameters"),
        ("f = lambda (a, b): a", "tuple parameters"),
        ("if x:\n        y\n\tz", "tabs and spaces"),
    ],
)
def test_python_2_is_named(code: str, idiom: str) -> None:
    problem = problem_of(code.encode())
    assert problem.code == "S-SYNTAX"
    assert f"Python 2 syntax ({idiom}" in problem.message
    assert "convert the file to Python 3 first" in problem.message


@pytest.mark.parametrize("code", ["x = 'print a' 1", "x = '`' 1", "def f(:", "x = 1 # a <> b\ny = ?", "print(x y)"])
def test_other_syntax_errors_are_not_blamed_on_python_2(code: str) -> None:
    assert "Python 2 syntax" not in problem_of(code.encode()).message


@pytest.mark.parametrize("code", ["from kombu.async import Hub", "def async(f): pass", "connect(a, async=True)"])
def test_async_as_a_name_is_said(code: str) -> None:
    assert "async used as a name" in problem_of(code.encode()).message


def test_async_as_a_keyword_is_not_blamed() -> None:
    assert "used as a name" not in problem_of(b"async def f(: pass").message


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="valid there")
def test_f_strings_of_later_versions_are_said() -> None:
    message = problem_of(b"x = f'{m['uid']}'").message
    assert "not valid Python 3.11" in message
    assert "the Python version that the project is for" in message


def test_problems_say_all_as_text() -> None:
    assert str(UnreadableSource("S-BINARY", "no source")) == "no source [S-BINARY]"


def test_warnings_about_the_code_stay_inside() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert isinstance(SourceFile.from_bytes(b"x = '\\d'\nassert (1, 2)\n1 is 1\n").parse(), ast.Module)


def test_a_parse_leaves_the_recursion_limit_alone() -> None:
    limit = sys.getrecursionlimit()
    problem_of(b"-" * 100_000 + b"x\n")
    assert sys.getrecursionlimit() == limit


def test_positions_of_a_long_file_are_quick() -> None:
    source = SourceFile.from_bytes(b"value = compute('caf\xc3\xa9')\n" * 50_000)
    started = time.process_time()
    for line in range(1, 50_001):
        assert source.position(source.offset(line, 8)) == (line, 9)
    # Scanning the file for each position would take minutes; this takes about a tenth of a second.
    assert time.process_time() - started < 5
