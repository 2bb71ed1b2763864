"""From new texts to byte edits: exact for every form of file, and no larger than what differs."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from flask_modernize.planning.contract import Edit
from flask_modernize.plugins.text_edits import group_of, text_edits
from flask_modernize.sources import SourceFile

LINES = st.lists(st.text("ab é\x0c\u2028", max_size=5), max_size=6)
ENDS = st.sampled_from(["\n", "\r\n", "\r"])


def applied(data: bytes, edits: list[Edit]) -> bytes:
    for edit in sorted(edits, reverse=True):
        data = data[: edit.start] + edit.replacement + data[edit.end :]
    return data


@given(LINES, LINES, st.booleans(), st.booleans(), ENDS, st.sampled_from([b"", b"\xef\xbb\xbf"]))
@example([], ["a"], False, True, "\n", b"\xef\xbb\xbf")
def test_edits_give_the_new_text(
    before: list[str], after: list[str], ends: bool, new_ends: bool, newline: str, mark: bytes
) -> None:
    old = newline.join(before) + (newline if ends and before else "")
    new = "\n".join(after) + ("\n" if new_ends and after else "")
    data = mark + old.encode()
    source = SourceFile.from_bytes(data)
    result = applied(data, list(text_edits("a.py", source, new)))
    assert SourceFile.from_bytes(result).text(0, len(result)) == new
    assert result.startswith(mark)


def test_lines_that_stay_keep_their_own_line_ends() -> None:
    data = b"a\r\nb\nc\rd"
    edits = list(text_edits("a.py", SourceFile.from_bytes(data), "a\nX\nc\nd"))
    assert applied(data, edits) == b"a\r\nX\nc\rd"


def test_only_what_differs_in_a_line_is_replaced() -> None:
    data = "# coding: latin-1\nname = 'é' + old('é')\n".encode("latin-1")
    source = SourceFile.from_bytes(data)
    (edit,) = text_edits("a.py", source, "# coding: latin-1\nname = 'é' + new('é')\n")
    assert (data[edit.start : edit.end], edit.replacement) == (b"old", b"new")


def test_a_group_names_the_lines_that_it_changes() -> None:
    source = SourceFile.from_bytes(b"a = 1\nb = 2\nc = 3\nd = 4\n")
    group = group_of("a.py", source, "a = 1\nb = 20\nc = 3\ne = 5\nd = 4\n", "x")
    assert group.line == 2
    assert group.sites == 2
    assert [line for _, line, _ in group.statements] == [2, 4]
