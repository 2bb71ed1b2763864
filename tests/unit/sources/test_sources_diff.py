"""Patches: git itself must apply each to the byte."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flask_modernize.sources import Changes, FileDelta, file_diff_lines, unified_diff
from flask_modernize.sources.line_matching import changed_blocks

ENDS = [b"\n", b"\n", b"\n", b"\r\n", b"\r", b"\n\n", b"\f\n"]
PIECES = [
    b"a", b"b", b"x = 1", b"", b" ", b"\t", b"- ", b"+", b"\\", b"@@ -1 +1 @@", b"--- a/x", b"diff --git a/x b/x",
    b"\f", b"\v", b"\x1c", b"\x85", b"\xe9", b"\xef\xbb\xbf", "\u2028".encode(), "é😀".encode(),
    b"\\ No newline at end of file", b"GIT binary patch", b"-- ", b"From 1234", b"index 000..111",
]  # fmt: skip
LINES = st.tuples(st.sampled_from(PIECES), st.sampled_from(ENDS)).map(b"".join)


@st.composite
def versions(draw: st.DrawFn) -> tuple[bytes | None, bytes | None]:
    """A file before and after some edits of its lines."""
    old = draw(st.lists(LINES, max_size=25))
    new = list(old)
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(new)))
        new[start : start + draw(st.integers(0, 3))] = draw(st.lists(LINES, max_size=3))
    before, after = b"".join(old), b"".join(new)
    if draw(st.booleans()):
        before = before.removesuffix(b"\n")
    if draw(st.booleans()):
        after = after.removesuffix(b"\n")
    kind = draw(st.integers(0, 9))
    return (None if kind == 0 else before), (None if kind == 1 else after)


NAMES = st.sampled_from(
    [
        "a.py", "with space.py", "dir with space/b c.py", "é.py", 'quo"te.py', "back\\slash.py", "tab\t.py",
        "new\nline.py", "ソース/中.py", "b/a.py", "a b", "trailing ", " leading", "\x7f\x01.py", "'single'.py",
        "a/b/c.py", "-dash.py", "x -> y",
    ]
)  # fmt: skip


def check_applies(directory: Path, changes: Changes, context: int = 3) -> None:
    """Lays the old files out, lets git apply the patch, and compares every byte; then the same backwards."""
    for delta in changes:
        path = directory / delta.path
        path.parent.mkdir(parents=True, exist_ok=True)
        if delta.before is not None:
            path.write_bytes(delta.before)
    patch = unified_diff(changes, context)
    assert bool(patch) == bool(changes)
    options = ["--unidiff-zero"] if context == 0 else []
    # Without context git may take another of several same lines back (seen with "a" after "a\n" at the end of a file).
    for backwards in (False, True) if context else (False,):
        command = ["git", "apply", "--whitespace=nowarn", *options, *(["-R"] if backwards else []), "-"]
        if patch:
            subprocess.run(command, cwd=directory, input=patch, check=True, capture_output=True)
        for delta in changes:
            path, expected = directory / delta.path, delta.before if backwards else delta.after
            assert (path.read_bytes() if path.exists() else None) == expected


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(NAMES, versions(), max_size=4), st.sampled_from([0, 1, 3, 3, 3]))
def test_git_applies_every_patch(
    tmp_path_factory: pytest.TempPathFactory, files: dict[str, tuple[bytes | None, bytes | None]], context: int
) -> None:
    directory = tmp_path_factory.mktemp("apply")
    # A file and a directory cannot have the same name.
    names = [name for name in files if not any(other.startswith(f"{name}/") for other in files)]
    check_applies(directory, Changes(FileDelta(name, *files[name]) for name in names), context)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"", b"x\n"),
        (b"x\n", b""),
        (b"", b"x"),
        (None, b""),
        (b"", None),
        (None, b"x"),
        (b"x", None),
        (b"x", b"x\n"),
        (b"x\n", b"x"),
        (b"a\r\nb\r\n", b"a\r\nc\r\n"),
        (b"a\r\nb\r\n", b"a\nb\n"),
        (b"a\rb\rc", b"a\rx\rc"),
        ("a = '\u2028'\nb\n".encode(), "a = '\u2028'\nc\n".encode()),
        (b"\f\nclass A:\n", b"\f\nclass B:\n"),
        (b"# coding: latin-1\n\xe9\n", b"# coding: latin-1\n\xe8\n"),
        (b"\xef\xbb\xbfa\n", b"\xef\xbb\xbfb\n"),
        (b"a\0\n", b"b\0\n"),
    ],
)
def test_git_applies_the_odd_cases(tmp_path: Path, before: bytes | None, after: bytes | None) -> None:
    check_applies(tmp_path, Changes([FileDelta("x.py", before, after)]))


def test_git_applies_modes_of_new_files(tmp_path: Path) -> None:
    check_applies(tmp_path, Changes([FileDelta("run", None, b"#!python\n", executable=True)]))
    assert b"new file mode 100755\n" in unified_diff([FileDelta("run", None, b"", executable=True)])
    subprocess.run(
        ["git", "apply", "-"],
        cwd=tmp_path,
        input=unified_diff([FileDelta("go", None, b"x\n", executable=True)]),
        check=True,
    )
    assert (tmp_path / "go").stat().st_mode & 0o100


def test_the_form_of_a_patch() -> None:
    old = b"".join(b"line %d\n" % n for n in range(1, 21))
    new = old.replace(b"line 2\n", b"line two\n").replace(b"line 19\n", b"").replace(b"line 20\n", b"line 20")
    deltas = [FileDelta("b c/é.py", b"x\n", b"y\n"), FileDelta("a.py", old, new), FileDelta("same", b"", b"")]
    assert unified_diff(deltas).decode("ascii") == (
        "diff --git a/a.py b/a.py\n--- a/a.py\n+++ b/a.py\n"
        "@@ -1,5 +1,5 @@\n line 1\n-line 2\n+line two\n line 3\n line 4\n line 5\n"
        "@@ -16,5 +16,4 @@\n line 16\n line 17\n line 18\n-line 19\n-line 20\n+line 20\n\\ No newline at end of file\n"
        'diff --git "a/b c/\\303\\251.py" "b/b c/\\303\\251.py"\n'
        '--- "a/b c/\\303\\251.py"\t\n+++ "b/b c/\\303\\251.py"\t\n'
        "@@ -1 +1 @@\n-x\n+y\n"
    )


def test_the_same_text_as_git(tmp_path: Path) -> None:
    """Headers and hunks are git's own, its index line and section headings aside."""
    before = {
        "plain.py": b"1\n2\n3\n4\n",
        "with space.py": b"a\n",
        'q"\t.py': b"a",
        "gone.py": b"x\n",
        "empty.py": b"z\n",
    }
    after = {"plain.py": b"1\n2\nthree\n4\n", "with space.py": b"b\n", 'q"\t.py': b"b", "new.py": b"x", "empty.py": b""}
    run = ["git", "-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "core.quotePath=true"]
    subprocess.run([*run, "init", "-q"], cwd=tmp_path, check=True)
    for name, data in before.items():
        (tmp_path / name).write_bytes(data)
    subprocess.run([*run, "add", "-A"], cwd=tmp_path, check=True)
    subprocess.run([*run, "commit", "-q", "-m", "x"], cwd=tmp_path, check=True)
    (tmp_path / "gone.py").unlink()
    for name, data in after.items():
        (tmp_path / name).write_bytes(data)
    subprocess.run([*run, "add", "-A"], cwd=tmp_path, check=True)
    diff = [*run, "diff", "--cached", "--no-renames", "--no-color", "--no-ext-diff"]
    printed = subprocess.run(diff, cwd=tmp_path, check=True, capture_output=True).stdout
    expected = b"".join(line for line in printed.splitlines(keepends=True) if not line.startswith(b"index "))
    changes = Changes(FileDelta(name, before.get(name), after.get(name)) for name in {*before, *after})
    assert unified_diff(changes) == expected


def test_hunks_for_display() -> None:
    (hunk,) = file_diff_lines(FileDelta("a.py", b"1\r\n2\r\n3", b"1\r\n3\r\n"), context=1)
    assert (hunk.old_start, hunk.old_count, hunk.new_start, hunk.new_count) == (1, 3, 1, 2)
    assert hunk.lines == ((" ", b"1\r\n"), ("-", b"2\r\n"), ("-", b"3"), ("+", b"3\r\n"))
    (created,) = file_diff_lines(FileDelta("a.py", None, b"x\n"))
    assert (created.old_start, created.old_count, created.new_start, created.new_count) == (0, 0, 1, 1)
    assert file_diff_lines(FileDelta("a.py", None, b"")) == ()


def test_near_changes_share_a_hunk_and_far_ones_do_not() -> None:
    lines = [b"%d\n" % n for n in range(40)]
    for gap, hunks in ((6, 1), (7, 2)):
        new = list(lines)
        new[10] = new[11 + gap] = b"changed\n"
        assert len(file_diff_lines(FileDelta("a.py", b"".join(lines), b"".join(new)))) == hunks


@given(st.lists(st.integers(0, 6), max_size=60), st.lists(st.integers(0, 6), max_size=60))
def test_blocks_are_all_that_differs(old_numbers: list[int], new_numbers: list[int]) -> None:
    old, new = ([b"%d" % number for number in numbers] for numbers in (old_numbers, new_numbers))
    rebuilt: list[bytes] = []
    position = at_new = 0
    for a, b, c, d in changed_blocks(old, new):
        assert a >= position
        assert a - position == c - at_new
        assert (a, c) != (b, d)
        rebuilt += old[position:a] + new[c:d]
        position, at_new = b, d
    assert rebuilt + old[position:] == new


def test_a_moved_line_is_one_line_out_and_one_in() -> None:
    old = [b"import %d\n" % n for n in range(10)]
    new = [*old[1:8], old[0], *old[8:]]
    assert changed_blocks(old, new) == [(0, 1, 0, 0), (8, 8, 7, 8)]


@pytest.mark.parametrize("distinct", [50_000, 7919, 500, 3, 1])
def test_far_apart_changes_of_a_long_file_are_quick(distinct: int) -> None:
    lines = [b"    line %d\n" % (n * 6271 % distinct) for n in range(50_000)]
    new = [*lines[:100], b"new\n", *lines[101:49_900], b"other\n", b"more\n", *lines[49_901:]]
    delta = FileDelta("a.py", b"".join(lines), b"".join(new))
    started = time.process_time()
    hunks = file_diff_lines(delta)
    assert time.process_time() - started < 1
    assert len(hunks) == 2


@pytest.mark.parametrize("distinct", [20_000, 100, 2])
def test_files_with_nothing_in_common_are_quick(distinct: int) -> None:
    old = b"".join(b"old %d\n" % (n * n % distinct) for n in range(20_000))
    new = b"".join(b"new %d\nold %d\n" % (n, n * 7 % distinct) for n in range(20_000))
    started = time.process_time()
    assert file_diff_lines(FileDelta("a.py", old, new))
    assert time.process_time() - started < 5


def test_a_block_too_costly_to_compare_is_shown_as_replaced() -> None:
    old = b"".join(b"%d\n" % (n % 2) for n in range(6_000))
    new = b"".join(b"%d\n" % (n // 3 % 2) for n in range(6_000))
    (hunk,) = file_diff_lines(FileDelta("a.py", old, new), context=0)
    assert sum(tag == "-" for tag, _ in hunk.lines) > 5_900
