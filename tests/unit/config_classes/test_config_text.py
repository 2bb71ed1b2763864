from __future__ import annotations

import ast

import pytest
from flask_modernize_codemods.config_classes.config_module import Style, one_line, setting_text
from flask_modernize_codemods.config_classes.literals import (
    constant_of,
    environment_reads,
    is_mutable,
    is_text,
    literal_type,
    reads_environment,
)
from flask_modernize_codemods.config_classes.place import place_for
from hypothesis import given
from hypothesis import strategies as st

from flask_modernize.project import Project
from flask_modernize.rewriting.lines_removed import removals
from flask_modernize.rewriting.source_text import comments_of, indented
from flask_modernize.sources import SourceFile

STYLE = Style('"', 60)


def expression(text: str) -> ast.expr:
    return ast.parse(text, mode="eval").body


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        *(("'a'", "str"), ("1", "int"), ("-1", "int"), ("1.5", "float"), ("True", "bool"), ("None", None)),
        *(("16 * 1024", "int"), ("60 / 2", "float"), ("2 * 0.5", "float"), ("'a' * 2", None), ("[1]", None)),
    ],
)
def test_types_of_literals(text: str, kind: str | None) -> None:
    assert literal_type(expression(text)) == kind


@given(st.recursive(st.integers(-50, 50), lambda inner: st.tuples(inner, st.sampled_from("+-*"), inner), max_leaves=6))
def test_values_of_arithmetic_are_those_of_python(tree: object) -> None:
    def written(node: object) -> str:
        return f"({written(node[0])} {node[1]} {written(node[2])})" if isinstance(node, tuple) else str(node)

    text = written(tree)
    assert constant_of(expression(text)) == eval(text)


def test_expressions_that_are_text() -> None:
    for text in ("'a' + x", "x + 'a'", "f'{x}'", "'%s' % x", "'{}'.format(x)", "os.path.join(a, 'b')"):
        assert is_text(expression(text)), text
    for text in ("x + y", "x % 3", "f(x)", "[x] + y", "os.path.join(a, b'b')"):
        assert not is_text(expression(text)), text


def test_variables_that_an_expression_reads() -> None:
    reads = list(environment_reads(expression("os.environ.get('A') or os.getenv('B', 'b') or os.environ['C']")))
    assert {(each.name, each.default, each.required) for each in reads} == {
        ("A", None, False),
        ("B", "b", False),
        ("C", None, True),
    }
    assert [each.default for each in environment_reads(expression("int(os.environ.get('P') or 25)"))] == [25]
    assert not list(environment_reads(expression("os.environ.get(name)")))
    assert reads_environment(expression("'X' in os.environ"))
    assert not reads_environment(expression("os.getcwd()"))


def test_values_that_can_be_changed_in_place() -> None:
    assert is_mutable(expression("[]"))
    assert is_mutable(expression("dict(a=1)"))
    assert not is_mutable(expression("(1, 2)"))
    assert not is_mutable(expression("'a'"))


def test_several_lines_become_one_where_that_is_the_same() -> None:
    assert one_line("f(\n    a,\n    b,\n)") == "f(a, b)"
    assert one_line("'x' + \\\n    y") == "'x' + y"
    assert one_line("[\n    1,  # one\n]") == "[\n    1,  # one\n]"
    assert one_line("'''a\n b'''") == "'''a\n b'''"


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("'red'", "str", "os.environ.get(\"COLOUR\", 'red')"),
        ("3", "int", 'int(os.environ.get("COLOUR", 3))'),
        ("0.5", "float", 'float(os.environ.get("COLOUR", 0.5))'),
        ("True", "bool", 'env_flag("COLOUR", True)'),
        ("None", None, "None"),
        (
            "'a rather long text that does not fit'",
            "str",
            "os.environ.get(\n        \"COLOUR\", 'a rather long text that does not fit'\n    )",
        ),
        ("{\n    1: 2,  # x\n}", None, "{\n        1: 2,  # x\n    }"),
    ],
)
def test_right_sides(text: str, kind: str | None, expected: str) -> None:
    assert setting_text("COLOUR", text, kind, "COLOUR", STYLE, column=0) == expected


def test_lines_inside_of_strings_are_not_indented() -> None:
    assert indented("f(\n  '''a\nb''',\n  c)", "    ", 0) == "f(\n      '''a\nb''',\n      c)"
    aligned = "join(a,\n                        b)"
    assert indented(aligned, "    ", -10) == "join(a,\n              b)"


def source(text: str) -> SourceFile:
    return SourceFile.from_bytes(text.encode())


def without(text: str, *ranges: tuple[int, int]) -> str:
    data = text.encode()
    for edit in reversed(removals("x.py", source(text), ranges, frozenset())):
        data = data[: edit.start] + edit.replacement + data[edit.end :]
    return data.decode()


def test_blank_lines_close_up_around_what_goes() -> None:
    assert without("a\n\nb\n\nc\n", (3, 3)) == "a\n\nc\n"
    assert without("a\n\nb\n\n\ndef f(): pass\n", (3, 3)) == "a\n\n\ndef f(): pass\n"
    assert without("a\nb\nc\n", (2, 2)) == "a\nc\n"
    assert without("a\n\nb\n", (3, 3)) == "a\n"
    assert without("b\n\na\n", (1, 1)) == "a\n"
    assert without("a\nb\n\nc\n\nd\n", (2, 2), (4, 4)) == "a\n\nd\n"


@given(st.lists(st.sampled_from(["", "", "x", "y"]), min_size=1, max_size=12), st.data())
def test_only_chosen_and_blank_lines_go(lines: list[str], data: st.DataObject) -> None:
    text = "".join(f"{line}{number}\n" if line else "\n" for number, line in enumerate(lines))
    filled = [number for number, line in enumerate(lines, start=1) if line]
    gone = data.draw(st.sets(st.sampled_from(filled))) if filled else set()
    left = [line for number, line in enumerate(text.split("\n"), start=1) if line and number not in gone]
    assert [line for line in without(text, *((each, each) for each in gone)).split("\n") if line] == left


def test_comments_of_a_statement() -> None:
    code = source("#!/usr/bin/python\n# one\n# two\nx = (1)  # three\n")
    found = comments_of(code, 4, code.offset(4, 6))
    assert (found.above, found.behind, found.first_line) == (("# one", "# two"), "# three", 2)


@pytest.mark.parametrize(
    ("files", "path", "module", "root"),
    [
        ({"app.py": ""}, "app.py", "config", ""),
        ({"pkg/__init__.py": "", "pkg/app.py": "from pkg import x", "pkg/x.py": ""}, "pkg/app.py", "pkg.config", ""),
        ({"pkg/__init__.py": "from .app import app", "pkg/app.py": ""}, "pkg/app.py", ".config", ""),
        ({"pkg/__init__.py": "", "run.py": "from pkg import app"}, "pkg/__init__.py", "pkg.config", ""),
        ({"a/app.py": "import db", "a/db.py": "", "b/db.py": ""}, "a/app.py", "config", "a"),
        ({"src/web/app.py": "", "src/main.py": "from web.app import x"}, "src/web/app.py", "web.config", ""),
        ({"app.py": "", "config.py": ""}, "app.py", "settings", ""),
        ({"app.py": "from config import x"}, "app.py", "settings", ""),
        ({"app.py": "from decouple import config"}, "app.py", "config", ""),
    ],
)
def test_places_of_config_modules(files: dict[str, str], path: str, module: str, root: str) -> None:
    found = place_for(Project.from_files(files), path, shared=False)
    assert found is not None
    assert (found.module, found.root) == (module, root)


def test_several_apps_in_a_directory_have_their_own_modules() -> None:
    found = place_for(Project.from_files({"one.py": "", "two.py": ""}), "two.py", shared=True)
    assert found is not None
    assert found.path == "two_config.py"


def test_no_place_where_all_names_are_taken() -> None:
    files = {"app.py": "", "config.py": "", "settings/__init__.py": ""}
    assert place_for(Project.from_files(files), "app.py", shared=False) is None
