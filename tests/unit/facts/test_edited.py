"""The record of an edited file is that of all of it, and there is none of one that does not parse."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import pytest

from flask_modernize.facts import FileRecord, decode, record_of
from flask_modernize.facts.edited import Replacement, record_after
from flask_modernize.facts.index import glance_at, partial_record_of
from flask_modernize.project.parsed import outline_of
from flask_modernize.sources import SourceFile

HERE = Path(__file__).parents[3]
TEXT = b'''"""Says what it is."""
from __future__ import annotations

import os, sys
from a import (
    b,
    c as d,
)

LIMIT = 3


@cached(
    LIMIT
)
def outer(x, y=LIMIT):
    """With an inner one."""
    def inner():
        class Local(Base):
            size = 1
        return Local
    # a comment
    return inner()


class First(Base, kind=1):
    """Text."""

    column = Column(Integer)

    @property
    def one(self):
        return self.query.all()

    # between

    def two(self, *more):
        for each in more:
            yield each
    other: int = 5


if LIMIT:
    def late():
        return 1
first = First(); import z


class Last:
    async def three(self):
        return [
            1,
        ]
'''
PIECES = (
    *(
        b'"""',
        b"'''",
        b"(",
        b")",
        b"[",
        b"{",
        b'"',
        b"#",
        b"\\",
        b"\\\n",
        b"\n",
        b" ",
        b"    ",
        b"\t",
        b";",
        b":",
        b",",
    ),
    *(
        b"\nx\n",
        b"\n    y = 1\n",
        b"pass\n",
        b"\npass\n",
        b"    pass\n",
        b"else:\n",
        b"\n  else: pass\n",
        b"@foo\n",
        b"",
    ),
    *(
        b"    @foo\n",
        b"def f(): pass\n",
        b"    def g(self): return 2\n",
        b"        return 7\n",
        b"class X:\n    pass\n",
    ),
    *(b"import os\n", b"from a import *\n", b"import q; z = 1\n", b"from b import c, e\n", b"if 1:\n", b"return 5\n"),
    *(
        b"x = yield\n",
        b"global x\n",
        b"(x := 1)\n",
        b"await x\n",
        b'f"{',
        b"\r",
        b"\f",
        b"# coding: latin-1\n",
        b"\xe9",
    ),
    *(b"from __future__ import barry_as_FLUFL\n", b"        new = 1\n", b"match x:\n", b"async ", b"\0"),
)


def after_edits(data: bytes, edits: Sequence[Replacement]) -> bytes:
    parts, place = [], 0
    for edit in edits:
        parts += [data[place : edit.start], edit.text]
        place = edit.end
    return b"".join([*parts, data[place:]])


def told(data: bytes, edits: Sequence[Replacement], *, partial: bool = False) -> FileRecord | None:
    """What is known without reading all of the file; checks that it is what reading it tells."""
    before = SourceFile.from_bytes(data)
    record = partial_record_of(data, glance_at(data)) if partial else record_of(data, always=True)
    facts = decode(record)
    assert facts is not None
    outline = outline_of(before, facts.outermost)
    assert outline is not None
    after = after_edits(data, edits)
    found = record_after(record, before, outline, edits, after)
    if found is not None:
        whole = record_of(after, always=True)
        assert whole.problem is None, after.decode()
        assert found[:2] == whole[:2]
        unread = {name for name, each in facts.functions.items() if each.returned is False}
        assert plain(found, set()) == plain(whole, unread & stays_unread(found)), after.decode()
    return found


def stays_unread(record: FileRecord) -> set[str]:
    facts = decode(record)
    assert facts is not None
    return {name for name, each in facts.functions.items() if each.returned is False}


def plain(record: FileRecord, unread: set[str]) -> list[object]:
    """All that facts say, in the order in which they say it."""
    facts = decode(record)
    assert facts is not None
    classes = [
        (*each[:6], list(each.attributes.items()), list(each.methods.items()), each[-1])
        for each in facts.classes.values()
    ]
    functions = [each._replace(returned=False) if name in unread else each for name, each in facts.functions.items()]
    return [list(facts.bindings.items()), facts[1:3], classes, functions, list(facts.outermost), facts[6:]]


def replaced(data: bytes, old: bytes, new: bytes) -> Replacement:
    assert data.count(old) == 1
    return Replacement(data.index(old), data.index(old) + len(old), new)


@pytest.mark.parametrize("partial", [False, True])
@pytest.mark.parametrize("newline", [b"\n", b"\r\n"])
@pytest.mark.parametrize(
    "edits",
    [
        [(b"return self.query.all()", b"return 5")],
        [(b"return self.query.all()", b"return (\n            5\n        )")],
        [(b"import os, sys\n", b"import os, sys\nfrom sqlalchemy import select\n"), (b"return inner()", b"return 5")],
        [(b"    c as d,\n", b"    c as d,\n    e,\n"), (b"for each in more:", b"for each in (\n            more):")],
        [(b"def two(self, *more):\n", b"def two(self):\n        more = ()\n"), (b"            1,\n", b"")],
        [(b"# between", b"# between two\n    # functions"), (b"size = 1", b"size = 2\n            more = 3")],
        [(b"import os, sys\n", b"import sys\n"), (b"@property", b"@hybrid_property"), (b"async def", b"def")],
        [(b"        return [\n            1,\n        ]\n", b"        return 1")],
    ],
)  # fmt: skip
def test_plain_changes_are_told_from_what_changed(
    edits: list[tuple[bytes, bytes]], newline: bytes, partial: bool
) -> None:
    data = TEXT.replace(b"\n", newline)
    given = sorted(replaced(data, *(each.replace(b"\n", newline) for each in edit)) for edit in edits)
    assert told(data, given, partial=partial) is not None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"LIMIT = 3", b"LIMIT = 4"),
        (b"column = Column(Integer)", b"column = Column(String)"),
        (b"class First(Base, kind=1):", b"class First(Base):"),
        (b"def two(self", b"def changed(self"),
        (b"        return 1\nfirst", b"        return 2\nfirst"),
        (b"return inner()", b"return inner("),
        (b"return inner()", b'return """'),
        (b"return inner()\n", b"return inner()\nx = 1\n"),
        (b"return inner()\n", b"return inner() \\\n"),
        (b"    # between\n", b"    # between\n  x\n"),
        (b"\n\nclass Last:", b"\n@foo\nclass Last:"),
        (b"import os, sys", b"import os, sys; x = 1"),
        (b"        return [\n            1,\n        ]\n", b"        return 1\nx = 1\n"),
        (b"from __future__ import annotations", b"from __future__ import barry_as_FLUFL"),
        (b'"""Says what it is."""\n', b'"""Says what it is."""\n# coding: utf-8\n'),
    ],
)
def test_what_may_have_to_do_with_the_rest_is_not_told(old: bytes, new: bytes) -> None:
    assert told(TEXT, [replaced(TEXT, old, new)]) is None


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        (b"x = 1 \\\n\nimport a\n", b"\nimport", b"import b\n\nimport"),
        (b"\nimport a\nx = '\xc3\xa9'\n", b"\nimport", b"# coding: latin-1\n\nimport"),
        (b"import a\nfrom b import c, a\n", b"import a\n", b""),
        (
            b"import a\ndef f():\n  global x\n  x = 1\n  def g():\n    global y\n    y = 1\n",
            b"import a",
            b"import c\nimport a",
        ),
        (b"class A:\n  def f(self):\n    pass\nimport a\n", b"    pass\nimport a\n", b"    pass\n  import a\n"),
        (
            b"import a\nclass A:\n\tdef f(self): pass\n\tdef g(self): pass",
            b"\tdef g(self): pass",
            b" def g(self): pass",
        ),
        (b"import a\n@(\n  a\n)\ndef f(): pass\n", b"  a\n", b"  a, a\n"),
    ],
)
def test_unusual_files_are_not_told(text: bytes, old: bytes, new: bytes) -> None:
    assert told(text, [replaced(text, old, new)]) is None


@pytest.mark.parametrize(
    "text", [b"    global LIMIT\n    LIMIT = 4\n", b"    global a\n    import a\n", b"    yield\n"]
)
def test_what_functions_do_to_their_modules_is_told(text: bytes) -> None:
    place = TEXT.index(b"    # a comment")
    assert told(TEXT, [Replacement(place, place, text)]) is not None


def test_nothing_is_wrong_with_what_is_told_of_broken_files() -> None:
    """Wherever and whatever is put into a file."""
    chance = random.Random(3)
    starts = [0, *(place + 1 for place, byte in enumerate(TEXT) if byte == 10)]
    known = 0
    for place in starts:
        for piece in chance.sample(PIECES, 25):
            start = max(0, min(len(TEXT), place + chance.choice((0, 0, 0, -1, 4))))
            known += told(TEXT, [Replacement(start, start, piece)]) is not None
    assert known > 50


def test_nothing_is_wrong_with_what_is_told_of_real_files() -> None:
    chance = random.Random(7)
    paths = sorted(HERE.joinpath("src").rglob("*.py"))
    known = 0
    for path in chance.sample(paths, 60):
        data = path.read_bytes()
        if not data:
            continue
        starts = [place + 1 for place, byte in enumerate(data) if byte == 10]
        for _ in range(8):
            edits: list[Replacement] = []
            for place in sorted(chance.sample(starts, 2)):
                indent = b" " * (len(data[place:]) - len(data[place:].lstrip(b" ")))
                text = chance.choice((*PIECES, *[indent + b"new = 1\n", indent + b"# why\n"] * 20))
                start = place + chance.choice((0, 0, 0, 0, 4))
                if start < len(data) and (not edits or edits[-1].end <= start):
                    end = chance.choice((start, start, start, data.find(b"\n", start) + 1))
                    edits.append(Replacement(start, max(start, end), text))
            known += told(data, edits, partial=chance.random() < 0.3) is not None
    assert known > 30
