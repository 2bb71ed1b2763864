"""Names that nothing defines."""

from __future__ import annotations

import pytest

from flask_modernize.planning.undefined_names import newly_undefined, undefined_names
from flask_modernize.sources import FileDelta


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("import a\na.b = c\n", {"c"}),
        ("def f(x, *y, **z):\n    return x, y, z, len, w\n", {"w"}),
        ("def f():\n    global g\n    g = 1\n\ng\n", set()),
        ("def f():\n    global g\n    return g\n", {"g"}),
        ("class A:\n    x = 1\n    y = x\n    def f(self):\n        return x, __class__, __name__\n", {"x"}),
        ("class A:\n    name = __qualname__\n", set()),
        ("def f():\n    from app import db\n    return [db for a in b]\ndb\n", {"b", "db"}),
        ("try:\n    import a\nexcept ImportError as e:\n    a = e\nwith x as y:\n    y, a\n", {"x"}),
        ("for i in []:\n    pass\ni\n[j for j in i]\nj\n", {"j"}),
        ("@deco\ndef f(x=default) -> note: pass\n", {"deco", "default", "note"}),
        ("f = lambda x: x + y\n", {"y"}),
        ("if (n := 1):\n    n\n", set()),
        ("def outer():\n    x = 1\n    def inner():\n        return x\n    return inner\n", set()),
        ("from m import *\nx\n", set()),
        ("from m import  *  \nx\n", set()),
        ("x = (\n", set()),
        ("# -*- coding: latin-1 -*-\ncaf\xe9 = 1\ncaf\xe9\n", set()),
    ],
)
def test_undefined_names(text: str, names: set[str]) -> None:
    assert undefined_names(text.encode("latin-1")) == names


def test_only_what_was_defined_before_counts() -> None:
    deltas = [
        FileDelta("a.py", b"unicode\nx = 1\nx\n", b"unicode\n"),
        FileDelta("b.py", b"y = 1\ny\n", b"y\n"),
        FileDelta("c.py", None, b"unicode, y, z\n"),
        FileDelta("d.py", b"a", None),
    ]
    found = newly_undefined(deltas)
    assert {path: each.message for path, each in found.items()} == {
        "b.py": "The rewrite would leave 'y' undefined in b.py.",
        "c.py": "The rewrite would leave 'y' undefined in c.py.",
    }
    assert {each.code for each in found.values()} == {"G-NAMES"}
