"""What is collected of one file."""

from __future__ import annotations

import ast
import sys
from textwrap import dedent
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flask_modernize.facts import Binding, Ignore, ModuleFacts, decode, record_of
from flask_modernize.facts.sketch import dotted_name, sketch


def facts(source: str | bytes) -> ModuleFacts:
    data = dedent(source).encode() if isinstance(source, str) else source
    found = decode(record_of(data, always=True))
    assert found is not None
    return found


def expression(source: str) -> ast.expr:
    return ast.parse(source, mode="eval").body


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("1", ("const", 1)),
        ("-1.5", ("const", -1.5)),
        ("...", ("const", ...)),
        ("1j", ("other",)),
        ("a.b.c", ("name", "a.b.c")),
        (
            "f(1, *a, k=None, **d)",
            (
                "call",
                ("name", "f"),
                (("const", 1), ("star", ("name", "a"))),
                (("k", ("const", None)), (None, ("name", "d"))),
            ),
        ),
        ("f().x", ("attr", ("call", ("name", "f"), (), ()), "x")),
        ("Mapped[int]", ("subscript", ("name", "Mapped"), ("name", "int"))),
        ("(1, [a], {b})", ("tuple", (("const", 1), ("list", (("name", "a"),)), ("set", (("name", "b"),))))),
        ("{'a': 1, **b}", ("dict", ((("const", "a"), ("const", 1)), (None, ("name", "b"))))),
        ("lambda: x", ("lambda", ("name", "x"))),
        ("a + b", ("other",)),
        ("[[[[[1]]]]]", ("list", (("list", (("list", (("list", (("other",),)),)),)),))),
        ("'" + "x" * 5_000 + "'", ("other",)),
        ("[" + "1," * 500 + "]", ("other",)),
    ],
)
def test_sketch(source: str, expected: Any) -> None:
    assert sketch(expression(source)) == expected


def test_dotted_name() -> None:
    assert dotted_name(expression("a.b.c")) == "a.b.c"
    assert dotted_name(expression("a().b")) is None


@pytest.mark.parametrize(
    ("source", "name", "expected"),
    [
        ("import a.b", "a", Binding("import", 1, module="a", qualname="a.b")),
        ("import a.b as c", "c", Binding("import", 1, module="a.b", qualname="a.b")),
        ("from . import a as b", "b", Binding("import", 1, name="a", level=1)),
        ("from ..m import a", "a", Binding("import", 1, module="m", name="a", level=2)),
        ("if x:\n  y = 1", "y", Binding("assign", 2, conditional=True, value=("const", 1))),
        ("x: int", "x", Binding("assign", 1, annotation=("name", "int"))),
        ("x: int = 1", "x", Binding("assign", 1, annotation=("name", "int"), value=("const", 1))),
        ("class A: pass", "A", Binding("class", 1, qualname="A")),
        ("@d\nasync def f(): pass", "f", Binding("function", 2, qualname="f")),
        ("a = b = c", "b", Binding("assign", 1, value=("name", "c"))),
        ("a, (b, c) = 1, (2, 3)", "c", Binding("assign", 1, value=("const", 3))),
        ("a, *b = 1, 2", "a", Binding("other", 1)),
        ("while (x := f()):\n  pass", "x", Binding("other", 1)),
        ("[y := 1 for _ in z]", "y", Binding("other", 1)),
        ("def f(a=(y := 1)):\n  (z := 2)", "y", Binding("other", 1)),
        ("try: pass\nexcept E as e: pass", "e", Binding("other", 1, conditional=True)),
        ("match x:\n  case {'a': b, **c}: pass", "c", Binding("other", 1, conditional=True)),
    ],
)
def test_bindings(source: str, name: str, expected: Binding) -> None:
    assert facts(source).bindings[name] == (expected,)


def test_bindings_come_in_program_order() -> None:
    found = facts("x = 0\ntry:\n  x = 1\nexcept E:\n  x = 2\nelse:\n  x = 3\nfinally:\n  x = 4\nx = 5\n").bindings["x"]
    assert [each.value for each in found] == [("const", number) for number in range(6)]
    assert [each.conditional for each in found] == [False, True, True, True, True, False]


def test_names_bound_inside_functions_are_not_the_module_s() -> None:
    found = facts("def f():\n  x = 1\n  import y\n  class Z: pass\n(lambda: (w := 1))\n")
    assert set(found.bindings) == {"f"}


def test_classes_and_functions() -> None:
    found = facts(
        """
        @registry.mapped
        class User(db.Model, Generic[T], metaclass=Meta):
            __tablename__ = "users"
            id: Mapped[int] = mapped_column(primary_key=True)
            posts: Mapped[list]
            a, b = 1, 2
            if flag:
                c = 3
            @property
            def name(self): return self._name
            @name.setter
            def name(self, value): pass
            class Meta: pass
        def outer(one, /, two: int = 2, *three, four, five=None, **six) -> User:
            if one:
                return User.query
            def inner():
                yield 1
            class Local: pass
            return None
        async def bare(): return
        def generator():
            x = yield
        """
    )
    user = found.classes["User"]
    assert user.bases == (("name", "db.Model"), ("subscript", ("name", "Generic"), ("name", "T")))
    assert user.keywords == (("metaclass", ("name", "Meta")),)
    assert user.decorators == (("name", "registry.mapped"),)
    assert (user.line, user.end_line) == (3, 14)
    assert list(user.attributes) == ["__tablename__", "id", "posts", "a", "b", "c"]
    assert user.attributes["id"][0].annotation == ("subscript", ("name", "Mapped"), ("name", "int"))
    assert user.attributes["posts"][0].value is None
    assert user.attributes["b"][0].value == ("const", 2)
    assert user.methods["name"].is_property
    assert user.methods["name"].decorators == (("name", "property"),)
    assert set(found.classes) == {"User", "User.Meta", "outer.<locals>.Local"}
    outer = found.functions["outer"]
    assert [(each.name, each.kind) for each in outer.parameters] == [
        ("one", "positional"),
        ("two", "any"),
        ("three", "varargs"),
        ("four", "keyword"),
        ("five", "keyword"),
        ("six", "kwargs"),
    ]
    assert outer.parameters[1].default == ("const", 2)
    assert outer.parameters[1].annotation == ("name", "int")
    assert outer.parameters[3].default is None
    assert outer.parameters[4].default == ("const", None)
    assert outer.returns == ("name", "User")
    assert outer.returned == (("name", "User.query"), ("const", None))
    assert not outer.is_generator
    assert found.functions["outer.<locals>.inner"].is_generator
    assert found.functions["generator"].is_generator
    assert found.functions["bare"].is_async
    assert found.functions["User.name"].definitions == 2


def test_many_returns_are_not_kept() -> None:
    body = "".join(f"  if x == {number}: return {number}\n" for number in range(9))
    assert facts(f"def f(x):\n{body}").functions["f"].returned is None


def test_writes_and_calls() -> None:
    found = facts("app.config['A'] = 1\napp.secret_key = 'x'\nif x:\n  db.init_app(app)\nf().x = 2\n")
    assert [tuple(each) for each in found.attribute_writes] == [
        ("app.config", ("const", "A"), ("const", 1), 1, False),
        ("app.secret_key", None, ("const", "x"), 2, False),
    ]
    assert [tuple(each) for each in found.calls] == [
        (("call", ("name", "db.init_app"), (("name", "app"),), ()), 4, True)
    ]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("x = 1", None),
        ("__all__ = ['a', 'b']", ("a", "b")),
        ("__all__ = ('a',) + ('b',)\n__all__ += ['c']", ("a", "b", "c")),
        ("__all__ = ['a']\n__all__.extend(['b'])\n__all__.append('c')", ("a", "b", "c")),
        ("__all__: list[str] = ['a']", ("a",)),
        ("__all__ = x.__all__ + ['a']", None),
        ("__all__ = ['a']\n__all__.remove('a')", None),
    ],
)
def test_exports(source: str, expected: tuple[str, ...] | None) -> None:
    assert facts(source).exports == expected


def test_star_imports() -> None:
    assert [tuple(each) for each in facts("from a import *\nif x:\n  from ..b import *").star_imports] == [
        ("a", 0, 1, False),
        ("b", 2, 3, True),
    ]


IGNORES = """\
x = 1  # flask-modernize: ignore
y = f(
    1,  # flask-modernize: ignore[select-queries, app-factory]
    # flask-modernize: ignore[a]
    2,
)
# flask-modernize: ignore[b]

@decorated
def f(
    a,
):  # flask-modernize: ignore[c]
    # flask-modernize: ignore[d]
    return 1

if x: y = 2  # flask-modernize: ignore[e]
else:
    z = "# flask-modernize: ignore[text]"
# flask-modernize: ignore-file[g]
# flask-modernize: skip-file
# flask-modernize: ignores nothing
# flask-modernize: ignore[h]
"""


def test_ignores() -> None:
    assert facts(IGNORES).ignores == (
        Ignore(1, (), 1, 1),
        Ignore(3, ("select-queries", "app-factory"), 2, 6),
        Ignore(4, ("a",), 2, 6),
        Ignore(7, ("b",), 9, 12),
        Ignore(12, ("c",), 9, 12),
        Ignore(13, ("d",), 14, 14),
        Ignore(16, ("e",), 16, 16),
        Ignore(19, ("g",), 0, 0, whole_file=True),
        Ignore(20, (), 0, 0, whole_file=True),
        Ignore(22, ("h",), 0, 0),
    )


def test_deep_code() -> None:
    assert facts("x = a" + ".b()" * 1_000).bindings["x"][0].value is not None
    longer = record_of(b"x = a" + b".b()" * 5_000, always=True)
    if sys.version_info < (3, 12):
        assert longer.problem is None
    else:
        # Since 3.12 the parser's own limit cannot be raised.
        assert longer.problem is None or longer.problem[2] == "S-TOO-DEEP"
    blocks = "".join("  " * depth + "if x:\n" for depth in range(18)) + "  " * 18 + "y = 1\n"
    assert facts(blocks).bindings["y"][0].conditional


def test_other_encodings() -> None:
    assert facts("# coding: latin-1\nx = 'é'\n".encode("latin-1")).bindings["x"][0].value == ("const", "é")
    assert facts(b"\xef\xbb\xbfx = 1\r\n\x0cy = 2").bindings["y"][0].line == 2


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"print 'flask'\n", "S-SYNTAX"),
        (b"# coding: nothing\nflask", "S-ENCODING"),
        (b"flask = '\xff'", "S-ENCODING"),
        (b"flask\0", "S-BINARY"),
        (b"flask = " + b"(" * 500, "S-TOO-DEEP"),
        (b"flask = a" + b".b()" * 200_000, "S-TOO-DEEP"),
        (b"flask = " + b"-" * 300_000 + b"1", "S-TOO-DEEP"),
    ],
)
def test_problems(data: bytes, code: str) -> None:
    record = record_of(data)
    assert record.facts is None
    assert record.problem is not None
    assert record.problem[2] == code


@given(st.binary(max_size=60))
def test_never_raises_on_bytes(data: bytes) -> None:
    decode(record_of(data, always=True))


@given(st.lists(st.sampled_from([*"abc.()[]{}=:,* \n'\"", "def ", "class ", "import ", "lambda ", "if "]), max_size=30))
def test_never_raises_on_text(parts: list[str]) -> None:
    decode(record_of("".join(parts).encode(), always=True))
