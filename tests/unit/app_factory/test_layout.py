"""Chunks that go, text that comes, and the blank lines between."""

from __future__ import annotations

import pytest
from flask_modernize_codemods.app_factory.layout import FileText
from flask_modernize_codemods.app_factory.moving import chunks_of

from flask_modernize.sources import SourceFile

NEW = ("def new():", "    pass")
DEFINITION = "def new():\n    pass\n"


def file_text(text: str) -> FileText:
    source = SourceFile.from_bytes(text.encode())
    return FileText(source, "x.py", chunks_of(source, source.parse()))


def result(file: FileText) -> str:
    data = file.source.data
    for edit in sorted(file.edits(), reverse=True):
        data = data[: edit.start] + edit.replacement + data[edit.end :]
    return data.decode()


def test_a_chunk_goes_with_the_lines_above_it() -> None:
    file = file_text("a = 1\n\n# about b\nb = 2\n\nc = 3\n")
    file.remove(1)
    assert result(file) == "a = 1\n\nc = 3\n"


@pytest.mark.parametrize("gap", ["\n", "\n\n", "\n\n\n"])
def test_a_definition_stands_alone(gap: str) -> None:
    file = file_text(f"a = 1{gap}b = 2\n")
    file.insert(0, NEW)
    assert result(file) == f"a = 1\n\n\n{DEFINITION}\n\nb = 2\n"


def test_a_definition_in_place_of_chunks() -> None:
    file = file_text("a = 1\n\nb = 2\nc = 3\n\n\ndef f():\n    pass\n")
    file.remove(1)
    file.remove(2)
    file.insert(0, NEW)
    assert result(file) == f"a = 1\n\n\n{DEFINITION}\n\ndef f():\n    pass\n"


def test_definitions_at_the_end() -> None:
    file = file_text("a = 1\nb = 2\n")
    file.remove(1)
    file.insert_before_end(NEW, frozenset())
    assert result(file) == f"a = 1\n\n\n{DEFINITION}"


def test_definitions_stand_above_the_guard() -> None:
    file = file_text("a = 1\n\nif x:\n    pass\n")
    file.insert_before_end(NEW, frozenset({1}))
    assert result(file) == f"a = 1\n\n\n{DEFINITION}\n\nif x:\n    pass\n"


def test_comments_at_the_end_stay_above() -> None:
    file = file_text("a = 1\n# the end\n")
    file.insert_before_end(NEW, frozenset())
    assert result(file) == f"a = 1\n# the end\n\n\n{DEFINITION}"


@pytest.mark.parametrize("removed", [False, True])
def test_a_file_without_a_final_line_end_keeps_having_none(removed: bool) -> None:
    file = file_text("a = 1\nb = 2")
    if removed:
        file.remove(1)
    file.insert(1, NEW)
    kept = "a = 1" if removed else "a = 1\nb = 2"
    assert result(file) == f"{kept}\n\n\n{DEFINITION}".removesuffix("\n")


def test_the_last_chunk_goes_without_a_trace() -> None:
    file = file_text("a = 1\n\nb = 2")
    file.remove(1)
    assert result(file) == "a = 1"


def test_a_chunk_is_replaced_by_a_line() -> None:
    file = file_text("a = 1\n\n# about b\nb = f()\nc = 3\n")
    file.replace(1, "b = None")
    assert result(file) == "a = 1\n\nb = None\nc = 3\n"


def test_windows_line_ends_are_kept() -> None:
    file = file_text("a = 1\r\nb = 2\r\n")
    file.remove(1)
    file.insert(0, NEW)
    assert result(file) == f"a = 1\n\n\n{DEFINITION}".replace("\n", "\r\n")
