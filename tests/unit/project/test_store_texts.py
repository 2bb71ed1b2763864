"""What the text of a file tells of assignments to attributes: never less than its syntax does."""

from __future__ import annotations

import ast
import sysconfig
from collections import Counter
from pathlib import Path

import pytest

from flask_modernize.project.store_texts import store_texts


def receivers(text: str, name: str = "name") -> list[str]:
    return [found.receiver.decode() for found in store_texts(text.encode(), name.encode())]


@pytest.mark.parametrize(
    ("text", "receiver"),
    [
        ("x.name = 1", "x"),
        ("self.name = 1", "self"),
        ("self.x.name = 1", ""),
        ("f().name = 1", ""),
        ("x [0] . name = 1", ""),
        ("x.name += 1", "x"),
        ("x.name >>= 1", "x"),
        ("x.name \\\n    = 1", "x"),
        ("x.name: int = 1", "x"),
        ("if a: x.name: int", "x"),
        ("x.name, y = 1, 2", "x"),
        ("y, x.name = 1, 2", "x"),
        ("(x.name) = 1", "x"),
        ("(y, x.name), z = 1, 2", "x"),
        ("[y, x.name] = 1, 2", "x"),
        ("(\n    y,\n    x.name,  # the last\n) = f()", "x"),
        ("y['a'], x.name = 1, 2", "x"),
        ("y = x.name, z = 1, 2", "x"),
        ("*x.name, y = z", "x"),
        ("for x.name in y: pass", "x"),
        ("for y, x.name in z: pass", "x"),
        ("for (y,\n     x.name) in z: pass", "x"),
        ("f(y for x.name in z)", "x"),
        ("f(y for (y,\n         x.name) in z)", "x"),
        ("with y as x.name: pass", "x"),
        ("with (y as x.name, z as y): pass", "x"),
        ("with (\n    y as x.name\n): pass", "x"),
        ("# It ends here.\nx.name = 1", "x"),
    ],
)
def test_every_form_of_assignment_is_found(text: str, receiver: str) -> None:
    ast.parse(text)
    assert receivers(text) == [receiver]


@pytest.mark.parametrize(
    "text",
    [
        "x.name == 1",
        "x.name <= 1",
        "x.names = 1",
        "xname = 1",
        "x.name.other = 1",
        "x.name[0] = 1",
        "f(x.name, y=1)",
        "f(\n    1,  # one\n    x.name,\n    y=1,\n)",
        "f(\n    'a',\n    x.name)\ny = 1",
        "y[x.name] = 1",
        "y = {x.name: 1}",
        "y = {\n    1: 2,\n    x.name: 1,\n}",
        "with x.name as y: z = 1",
        "def f(y=x.name): z = 1",
    ],
)
def test_what_certainly_assigns_nothing_is_not(text: str) -> None:
    ast.parse(text)
    assert receivers(text) == []


def test_only_a_part_is_looked_at_where_that_is_wanted() -> None:
    data = b"x.name = 1\ny.name = 2\n"
    assert [found.receiver for found in store_texts(data, b"name", 11, len(data))] == [b"y"]


@pytest.mark.parametrize("name", ["argparse", "ast", "collections/__init__", "enum", "logging/__init__", "typing"])
def test_all_that_real_files_assign_is_found(name: str) -> None:
    data = (Path(sysconfig.get_path("stdlib")) / f"{name}.py").read_bytes()
    stores = [
        (node.attr, node.value.id if isinstance(node.value, ast.Name) else "")
        for node in ast.walk(ast.parse(data))
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)
    ]
    assert stores
    words = {attribute for attribute, _ in stores}
    found = Counter((word, each.receiver.decode()) for word in words for each in store_texts(data, word.encode()))
    assert Counter(stores) <= found
