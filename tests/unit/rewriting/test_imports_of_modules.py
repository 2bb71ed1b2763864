"""Modules that new code needs as a whole: ``import json``."""

from __future__ import annotations

import ast

import pytest

from flask_modernize.rewriting.edits import ImportDrop, ImportNeed
from flask_modernize.rewriting.imports import import_edits
from flask_modernize.sources import SourceFile

PATH = "shop.py"

CASES = [
    ("before what is from there", "from os import path\n", "import json\nfrom os import path\n"),
    ("in order among its like", "import abc\nimport sys\n", "import abc\nimport json\nimport sys\n"),
    ("in a section of its own", "import flask\n", "import json\n\nimport flask\n"),
    ("in a file without imports", "x = 1\n", "import json\n\nx = 1\n"),
    ("not where it is", "import json\nfrom os import path\n", "import json\nfrom os import path\n"),
    ("beside one with another name", "import json as j\n", "import json as j\nimport json\n"),
]


def edited(before: str, needs: list[ImportNeed], drops: list[ImportDrop]) -> str:
    source = SourceFile.from_bytes(before.encode())
    edits = import_edits(PATH, source, source.parse(), needs, drops=drops)
    data = source.data
    for edit in sorted(edits, reverse=True):
        data = data[: edit.start] + edit.replacement + data[edit.end :]
    ast.parse(data)
    return data.decode()


@pytest.mark.parametrize(("before", "after"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_module_is_imported(before: str, after: str) -> None:
    assert edited(before, [ImportNeed(PATH, "json", "")], []) == after
    assert edited(after, [ImportNeed(PATH, "json", "")], []) == after


def test_module_and_a_name_of_it() -> None:
    needs = [ImportNeed(PATH, "json", ""), ImportNeed(PATH, "json", "loads")]
    assert edited("import sys\n", needs, []) == "import json\nimport sys\nfrom json import loads\n"


def test_it_takes_the_place_of_an_import_that_goes() -> None:
    before = "import sys\n\nfrom itsdangerous import json\n\nprint(json, sys)\n"
    after = edited(before, [ImportNeed(PATH, "json", "")], [ImportDrop(PATH, 3, "json")])
    assert after == "import json\nimport sys\n\nprint(json, sys)\n"
