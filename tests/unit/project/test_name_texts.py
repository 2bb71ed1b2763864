"""What the text of a file tells of the names in its code: never less than its syntax does."""

from __future__ import annotations

import ast
import sysconfig
from collections.abc import Iterator
from pathlib import Path

import pytest

from flask_modernize.facts.sketch import dotted_name
from flask_modernize.project.name_texts import call_texts, may_be_called, may_name


def told(text: str, *, is_class: bool = False) -> bool:
    return may_be_called(text.encode(), b"name", is_class=is_class)


@pytest.mark.parametrize(
    "text",
    [
        "name(1)",
        "x = name",
        "return name if a else b",
        "from a import name as other",
        "from a import (\n    b,\n    name as other,\n)",
        "import module\nmodule.name(1)",
        "import module\nmodule . name(1)",
        "import a.module\na.module.name(1)",
        "import b as a; x = a.module.name(1)",
        "def f():\n    from b import \\\n        module\n    module.name(1)",
        "from b import (\n    c,  # (one)\n    module,\n)\nmodule.name(1)",
        "from b import *\nmodule.name(1)",
        "self = module\nself.name(1)",
        "def f():\n    a: Any = (\n        module\n    )\n    a.name(1)",
        "a = b = module\na.name(1)",
        "a, b = module, f()\na.name(1)",
        "a, b = f(), module\nb.name(1)",
        "if (a := module):\n    a.name(1)",
        "# It ends here.\nname(1)",
        "# what to import\nname = 1",
        "@name\ndef f(): pass",
        'f"{name}"',
    ],
)
def test_what_may_be_used_is_told(text: str) -> None:
    assert told(text)
    assert told(text, is_class=True)


@pytest.mark.parametrize(
    "text",
    [
        "def name(): pass",
        "class name: pass",
        "names(1)",
        "x = 'name'",
        "# used to name something",
        "from a import name",
        "from a import b, name",
        "from a import (\n    b,  # one\n    name,\n)",
        "self.name(1)",
        "self.other.name(1)",
        "f().name(1)",
        "a[0].name(1)",
        "from module import b\nmodule.name(1)",
        "import b\nmodule.name(1)",
        "def f(a, module):\n    module.name(1)",
        "module = f(a)\nmodule.name(1)",
        "for module in a:\n    module.name(1)",
        "module == a\nmodule.name(1)",
    ],
)
def test_what_certainly_is_not_is_not(text: str) -> None:
    assert not told(text)


@pytest.mark.parametrize(
    "text",
    [
        "class A(name): pass",
        "class A(B, name): pass",
        "isinstance(a, name)",
        "isinstance(a, (b, name))",
        "super(name, self)",
    ],
)
def test_where_classes_stand_without_being_called(text: str) -> None:
    assert told(text)
    assert not told(text, is_class=True)


@pytest.mark.parametrize("text", ["class A(name()): pass", "class A(metaclass=name): pass", "f(a, name)"])
def test_where_classes_may_be_called(text: str) -> None:
    assert told(text, is_class=True)


@pytest.mark.parametrize(
    "text",
    [
        "a.name",
        "a. name",
        "a.\\\n  name",
        "(a.  # one\n name)",
        "a = {'name': 1}",
        'f"{a}name{b}"',
        'a = """name\\\n"""',
        "from a import name as other",
    ],
)
def test_what_may_be_named_is_told(text: str) -> None:
    assert may_name(text.encode(), b"name", is_member=True)
    assert may_name(text.encode(), b"name", is_member=False)


@pytest.mark.parametrize(
    ("text", "member", "alone"),
    [
        ("def name(): pass", True, False),
        ("class name: pass", True, False),
        ("name(1)", False, True),
        ("f(name=1)", False, True),
        ("a\nname = 1", False, True),
        ("# in name.", False, True),
        ("from a import b, name", False, True),
        ("# a name of something", False, False),
        ("'see a.name of it'", False, False),
        ("a.names", False, False),
    ],
)
def test_members_are_told_from_other_names(text: str, member: bool, alone: bool) -> None:
    assert may_name(text.encode(), b"name", is_member=True) is member
    assert may_name(text.encode(), b"name", is_member=False) is alone


def calls(text: str) -> list[str | None]:
    return [ast.unparse(call) if call is not None else None for call in call_texts(text.encode(), b"name")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a.name()", ["f()"]),
        ("a.name(1, *b, c=2, **d)", ["f(1, *b, c=2, **d)"]),
        ("a.name(\n    '(',  # one )\n    [1],\n)", ["f('(', [1])"]),
        ("a.name((1, 2))(3)", ["f((1, 2))"]),
        ("a.name", [None]),
        ("a.name[0](1)", [None]),
        ('a.name("""(""")', ["f('(')"]),
        ('a.name("""\n""")', [None]),
        ("name(1)", []),
        ("a.names(1)", []),
        ("# a.name of something", []),
        ("match a:\n    case b.name(c): pass", [None]),
    ],
)
def test_calls_are_told_with_what_they_pass(text: str, expected: list[str | None]) -> None:
    assert calls(text) == expected


REAL_FILES = ["argparse", "ast", "collections/__init__", "enum", "logging/__init__", "typing"]


def real_file(name: str) -> tuple[bytes, list[ast.AST]]:
    data = (Path(sysconfig.get_path("stdlib")) / f"{name}.py").read_bytes()
    return data, list(ast.walk(ast.parse(data)))


def named_anew(nodes: list[ast.AST]) -> Iterator[str]:
    """The names that are imported, or given what has a name."""
    for node in nodes:
        if isinstance(node, ast.alias):
            yield (node.asname or node.name).partition(".")[0]
        elif isinstance(node, (ast.Assign, ast.AnnAssign, ast.NamedExpr)) and node.value is not None:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            values = node.value.elts if isinstance(node.value, ast.Tuple) else [node.value]
            if any(dotted_name(each) is not None for each in values):
                given = [each for target in targets for each in getattr(target, "elts", [target])]
                yield from (each.id for each in given if isinstance(each, ast.Name))


@pytest.mark.parametrize("name", REAL_FILES)
def test_all_names_of_real_files_are_told(name: str) -> None:
    data, nodes = real_file(name)
    used = {node.id for node in nodes if isinstance(node, ast.Name)}
    perhaps_modules = set(named_anew(nodes))
    for node in nodes:
        dotted = dotted_name(node) if isinstance(node, ast.Attribute) else None
        if dotted is not None and dotted.partition(".")[0] in perhaps_modules:
            used.add(dotted.rpartition(".")[2])
    assert perhaps_modules
    assert [word for word in sorted(used) if not may_be_called(data, word.encode(), is_class=False)] == []


@pytest.mark.parametrize("name", REAL_FILES)
def test_all_members_and_texts_of_real_files_are_told(name: str) -> None:
    data, nodes = real_file(name)
    members = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    members |= {node.name for node in nodes if isinstance(node, (ast.FunctionDef, ast.ClassDef))}
    texts = {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    members |= {text for text in texts if text.isidentifier()}
    names = {node.id for node in nodes if isinstance(node, ast.Name)} | texts.intersection(members)
    assert [word for word in sorted(members) if not may_name(data, word.encode(), is_member=True)] == []
    assert [word for word in sorted(names) if not may_name(data, word.encode(), is_member=False)] == []
