"""The class graph."""

from __future__ import annotations

import pytest

from flask_modernize.project import ClassObject, External, Member, Project, Variable

FILES = {
    "app/__init__.py": "from flask_sqlalchemy import SQLAlchemy\ndb = SQLAlchemy()\n",
    "app/base.py": "from . import db\nclass Mixin(object): pass\nclass Base(db.Model, Mixin): pass\n",
    "app/user.py": "from .base import Base as Root\nclass User(Root): pass\nclass Admin(User): pass\n",
    # No token of interest here: found by the words in base lists.
    "app/late.py": "from app.user import Admin as Boss\nclass Chief(Boss):\n    class Deputy(Boss): pass\n",
    "app/local.py": "def make():\n    from app.user import User\n    class Made(User): pass\n",
}
DB = Variable("app/__init__.py", "db")
BASE = ClassObject("app/base.py", "Base")
MIXIN = ClassObject("app/base.py", "Mixin")
USER = ClassObject("app/user.py", "User")
ADMIN = ClassObject("app/user.py", "Admin")
CHIEF = ClassObject("app/late.py", "Chief")
DEPUTY = ClassObject("app/late.py", "Chief.Deputy")
MADE = ClassObject("app/local.py", "make.<locals>.Made")


def test_ancestors() -> None:
    project = Project.from_files(FILES)
    assert project.bases(BASE) == (Member(DB, "Model"), MIXIN)
    expected = (USER, BASE, Member(DB, "Model"), MIXIN, External("object"))
    assert project.ancestors(ADMIN) == expected
    assert project.ancestors(DEPUTY) == (ADMIN, *expected)
    assert project.ancestors(MADE) == expected


def test_subclasses_in_any_order() -> None:
    project = Project.from_files(FILES)
    assert project.subclasses(USER) == (CHIEF, DEPUTY, MADE, ADMIN)
    assert project.subclasses(Member(DB, "Model")) == (BASE, CHIEF, DEPUTY, MADE, ADMIN, USER)
    assert project.subclasses(MIXIN) == (BASE, CHIEF, DEPUTY, MADE, ADMIN, USER)
    assert project.subclasses(External("object")) == (BASE, MIXIN, CHIEF, DEPUTY, MADE, ADMIN, USER)
    assert project.subclasses(CHIEF) == ()


def test_files_are_read_for_as_long_as_somebody_asks_for_subclasses() -> None:
    files = {
        "a.py": "class A: pass\nclass Near(A): pass\n",
        "b.py": "from a import A as Other\nclass Far(Other): pass\n",
        "tests/c.py": "from a import A\nclass Tested(A): pass\nclass Unrelated(B): pass\n",
    }
    project = Project.from_files(files)
    top = ClassObject("a.py", "A")
    names = [each.name for each in project.descendants(top)]
    assert names == ["Near", "Far", "Tested"]
    found = project.descendants(top)
    assert next(found).name == "Near"
    assert [each.name for each in project.subclasses(top)] == ["Near", "Far", "Tested"]
    assert [each.name for each in found] == ["Far", "Tested"]  # where others asked meanwhile


def test_a_base_may_have_another_name_where_the_class_stands() -> None:
    source = (
        "from a import A\n"
        "B = A\nclass Assigned(B): pass\n"
        "def f():\n    C = A\n    class Local(C): pass\n"
        "class Named(A): pass\n"
    )
    project = Project.from_files({"a.py": "class A: pass\n", "b.py": source})
    found = project.subclasses(ClassObject("a.py", "A"))
    assert [each.name for each in found] == ["Assigned", "Named", "Local"]


def _linear(source: str, name: str) -> list[str | None]:
    project = Project.from_files({"m.py": source})
    return [getattr(each, "name", None) for each in project.ancestors(ClassObject("m.py", name))]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("class A: pass\nclass B(A): pass\nclass C(A): pass\nclass X(B, C): pass", ["B", "C", "A"]),
        ("class A: pass\nclass B(A): pass\nclass X(A, B): pass", ["A", "B"]),
        ("class X(X): pass", []),
        ("class A(X): pass\nclass X(A): pass", ["A"]),
        ("class X(unknown, other()): pass", [None]),
        ("from six import with_metaclass\nclass A: pass\nclass X(with_metaclass(type, A)): pass", ["A"]),
        ("from typing import Generic\nclass X(Generic[T]): pass", ["typing.Generic"]),
        ("from o import declarative_base\nBase = declarative_base()\nclass X(Base): pass", ["Base"]),
        ("class X(*bases): pass", [None]),
        ("class X(Exception): pass", ["Exception"]),
        ("if y:\n  Exception = z\nclass X(Exception): pass", ["Exception"]),
        ("for Exception in y: pass\nclass X(Exception): pass", [None]),
    ],
)
def test_linearised(source: str, expected: list[str | None]) -> None:
    assert _linear(source, "X") == expected


def test_the_order_is_python_s() -> None:
    source = (
        "class O: pass\nclass A(O): pass\nclass B(O): pass\nclass C(O): pass\nclass D(O): pass\nclass E(O): pass\n"
        "class K1(A, B, C): pass\nclass K2(D, B, E): pass\nclass K3(D, A): pass\nclass Z(K1, K2, K3): pass\n"
    )
    namespace: dict[str, type] = {}
    exec(source, namespace)
    assert _linear(source, "Z") == [each.__name__ for each in namespace["Z"].__mro__[1:-1]]


def test_a_class_defined_twice_is_nobody_s_base() -> None:
    project = Project.from_files({"m.py": "class A: pass\nclass A: pass\nclass B(A): pass\n"})
    assert project.ancestors(ClassObject("m.py", "B")) == (None,)
    assert project.subclasses(ClassObject("m.py", "A")) == ()


def test_a_hierarchy_without_end() -> None:
    source = "class C0: pass\n" + "".join(f"class C{number}(C{number - 1}): pass\n" for number in range(1, 2_000))
    ancestors = Project.from_files({"m.py": source}).ancestors(ClassObject("m.py", "C1999"))
    assert ancestors[0] == ClassObject("m.py", "C1998")
    assert ancestors[-1] is None
