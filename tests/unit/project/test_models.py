"""Mapped classes. What can be asked of SQLAlchemy itself is compared with its answer."""

from __future__ import annotations

import pytest
from sqlalchemy import inspect
from sqlalchemy.orm import configure_mappers

from flask_modernize.project import ClassObject, Project
from flask_modernize.project.models import (
    Direction,
    Model,
    alias_target,
    is_unique_column,
    joined_collections,
    may_repeat,
    model_of,
    models,
    primary_key,
    relationship_target,
    tables,
)

HEAD = """\
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Column, ForeignKey, Integer, String, Table, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, backref, declared_attr, foreign, mapped_column, relationship, remote
from typing import List, Optional
db = SQLAlchemy()
"""

BLOG = """\
class User(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    posts = db.relationship("Post", backref="author", lazy="dynamic")
    profile = db.relationship("Profile", uselist=False, back_populates="user")
class Post(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    user_id = db.Column(db.Integer, db.ForeignKey("user.id"))
    tags = db.relationship("Tag", secondary="post_tag", backref=db.backref("posts", lazy="joined"), lazy="joined")
class Tag(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(db.String(10), unique=True)
class Profile(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    user_id = db.Column(db.ForeignKey(User.id), unique=True)
    user = db.relationship(User, back_populates="profile", lazy=False)
post_tag = db.Table(
    "post_tag",
    db.Column("post_id", db.ForeignKey("post.id"), primary_key=True),
    db.Column("tag_id", db.ForeignKey("tag.id"), primary_key=True),
)
"""

SELF_REFERENCE = """\
class Node(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    parent_id = db.Column(db.Integer, db.ForeignKey("node.id"))
    children = db.relationship("Node", backref=db.backref("parent", remote_side=[id]))
class Comment(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    parent_id = db.Column(db.Integer, db.ForeignKey("comment.id"))
    parent = db.relationship("Comment", remote_side=[id], backref="replies")
class Message(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    reply_to_id = db.Column(db.Integer)
    reply_to = db.relationship(
        "Message", primaryjoin="foreign(Message.reply_to_id) == remote(Message.id)", backref="answers"
    )
"""

SEVERAL_KEYS = """\
class Topic(db.Model):
    __tablename__ = "topics"
    id = db.Column(db.Integer, primary_key=True)
    first_id = db.Column(db.Integer, db.ForeignKey("entries.id"))
    first = db.relationship("Entry", foreign_keys=[first_id], post_update=True)
    entries = db.relationship("Entry", foreign_keys="Entry.topic_id", back_populates="topic")
    last_id = db.Column(db.Integer, db.ForeignKey("entries.id"))
    last = db.relationship("Entry", primaryjoin="Topic.last_id == Entry.id", post_update=True)
class Entry(db.Model):
    __tablename__ = "entries"
    id = db.Column(db.Integer, primary_key=True)
    topic_id = db.Column(db.Integer, db.ForeignKey("topics.id"))
    topic = db.relationship("Topic", primaryjoin=(topic_id == Topic.id), back_populates="entries")
"""

MIXINS = """\
class Owned:
    @declared_attr
    def owner_id(cls):
        return Column(ForeignKey("owner.id"))
    @declared_attr
    def owner(cls):
        return relationship("Owner")
class Owner(db.Model):
    id = Column(Integer, primary_key=True)
class Base(db.Model):
    __abstract__ = True
    id = Column(Integer, primary_key=True)
class CarPart(Owned, Base):
    kind = Column(String(10))
    __mapper_args__ = {"polymorphic_on": kind, "polymorphic_identity": "part"}
class Wheel(CarPart):
    __mapper_args__ = {"polymorphic_identity": "wheel"}
    size = Column(Integer)
class Engine(CarPart):
    __tablename__ = "engines"
    __mapper_args__ = {"polymorphic_identity": "engine"}
    id = Column(ForeignKey("car_part.id"), primary_key=True)
    maker_id = Column(ForeignKey("maker.id"))
class Maker(db.Model):
    id = Column(Integer, primary_key=True)
    engines = relationship(Engine, backref="maker", order_by="Engine.maker_id")
"""

TYPED = """\
class Base(DeclarativeBase):
    pass
class Team(Base):
    __tablename__ = "team"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    players: Mapped[List["Player"]] = relationship(back_populates="team", lazy="selectin")
class Player(Base):
    __tablename__ = "player"
    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[Optional[int]] = mapped_column(ForeignKey("team.id"))
    team: Mapped[Optional["Team"]] = relationship(back_populates="players")
    captain_of: Mapped["Team | None"] = relationship(
        "Team", primaryjoin="foreign(Player.team_id) == Team.id", viewonly=True
    )
"""

HELPERS = """\
from functools import partial
Needed = partial(db.Column, nullable=False)
def reference(table, key="id", **keywords):
    return db.Column(db.ForeignKey("{0}.{1}".format(table, key)), **keywords)
class Shop(db.Model):
    id = Needed(db.Integer, primary_key=True)
class Order(db.Model):
    id = Needed(db.Integer, primary_key=True)
    shop_id = reference("shop", nullable=True)
    shop = db.relationship("Shop", backref="orders")
    items = db.relationship(lambda: Item, backref=db.backref("order", lazy=False), lazy="subquery")
class Item(db.Model):
    __table__ = db.Table(
        "items", db.metadata, db.Column("id", db.Integer, primary_key=True), db.Column("o", db.ForeignKey("order.id"))
    )
"""


def read(text: str, path: str = "models.py") -> tuple[Project, dict[str, Model]]:
    project = Project.from_files({path: text})
    return project, {cls.qualname: model for cls, model in models(project).items()}


ADDED = """\
class Left(db.Model):
    id = db.Column(db.Integer, primary_key=True)
class Right(db.Model):
    left_id = db.Column(db.Integer)
    other = db.Column(db.Integer)
    __table_args__ = (db.PrimaryKeyConstraint("left_id", "other"), db.ForeignKeyConstraint(["left_id"], ["left.id"]))
Left.rights = db.relationship(Right, backref="left", lazy="joined")
Left.name = db.Column(db.String(10))
"""


@pytest.mark.parametrize("text", [BLOG, SELF_REFERENCE, SEVERAL_KEYS, MIXINS, TYPED, HELPERS, ADDED])
def test_agrees_with_sqlalchemy(text: str) -> None:
    namespace: dict[str, object] = {"__name__": __name__}
    # ``dont_inherit``: not with this file's own ``annotations`` from the future.
    exec(compile(HEAD + text, "models.py", "exec", dont_inherit=True), namespace)
    configure_mappers()
    _, found = read(HEAD + text)
    compared = 0
    for name, model in found.items():
        if model.abstract:
            continue
        mapper = inspect(namespace[name])
        assert mapper.local_table.name == model.table
        assert {each.key for each in mapper.column_attrs} == set(model.columns)
        assert {each.key for each in mapper.relationships} == set(model.relationships)
        assert [each.class_.__name__ for each in list(mapper.iterate_to_root())[1:]] == [b.name for b in model.bases]
        for theirs in mapper.relationships:
            ours = model.relationships[theirs.key]
            assert ours.target is not None
            assert ours.target.name == theirs.mapper.class_.__name__
            assert (ours.direction is Direction.TO_MANY) == bool(theirs.uselist), theirs
            assert ours.lazy == {False: "joined", True: "select"}.get(theirs.lazy, theirs.lazy)
            assert ours.secondary == (theirs.secondary is not None)
            assert may_repeat(Project.from_files({}), ours) or theirs.direction.name != "MANYTOMANY"
            compared += 1
    assert compared
    assert {name for name, value in namespace.items() if hasattr(value, "__mapper__")} == {
        name for name, model in found.items() if not model.abstract
    }


def test_columns_and_keys() -> None:
    _, found = read(HEAD + BLOG)
    user_id = found["Profile"].columns["user_id"]
    assert (user_id.foreign_key, user_id.unique, user_id.primary_key) == ("user.id", True, False)
    assert found["Tag"].columns["name"].kind == "String"
    assert primary_key(found["Post"]) == ("id",)
    assert is_unique_column(found["Tag"], "name")
    assert is_unique_column(found["Tag"], "id")
    assert not is_unique_column(found["Post"], "user_id")


def test_a_part_of_a_key_is_not_unique() -> None:
    text = (
        "class Both(db.Model):\n    a = Column(Integer, primary_key=True)\n    b = Column(Integer, primary_key=True)\n"
    )
    _, found = read(HEAD + text)
    assert primary_key(found["Both"]) == ("a", "b")
    assert not is_unique_column(found["Both"], "a")


def test_a_unique_constraint_of_one_column() -> None:
    text = (
        "class One(db.Model):\n    id = Column(Integer, primary_key=True)\n"
        "    a = Column(Integer)\n    b = Column(Integer)\n    c = Column(Integer)\n"
        "    __table_args__ = (UniqueConstraint('a'), UniqueConstraint('b', 'c'))\n"
    )
    _, found = read(HEAD + text)
    assert [name for name in "abc" if is_unique_column(found["One"], name)] == ["a"]


@pytest.mark.parametrize(
    ("owner", "name", "repeats"),
    [
        ("User", "posts", True),
        ("Post", "author", False),
        ("Post", "tags", True),
        ("User", "profile", False),  # the key in profile is unique
        ("Profile", "user", False),
    ],
)
def test_may_repeat(owner: str, name: str, repeats: bool) -> None:
    project, found = read(HEAD + BLOG)
    relationship = relationship_target(project, found[owner], name)
    assert relationship is not None
    assert may_repeat(project, relationship) is repeats
    assert relationship_target(project, found[owner], "nothing") is None


def test_one_to_one_without_a_unique_key_may_repeat() -> None:
    project, found = read(HEAD + BLOG.replace(", unique=True)\n    user =", ")\n    user ="))
    relationship = found["User"].relationships["profile"]
    assert relationship.direction is Direction.TO_ONE
    assert may_repeat(project, relationship)


@pytest.mark.parametrize("join", ["or_(A.b_id == B.id, A.c_id == B.id)", "A.b_id > B.id", "foreign(A.code) == B.code"])
def test_a_join_that_may_find_several_rows_may_repeat(join: str) -> None:
    text = (
        "class B(db.Model):\n    id = Column(Integer, primary_key=True)\n    code = Column(Integer)\n"
        "class A(db.Model):\n    id = Column(Integer, primary_key=True)\n    code = Column(Integer)\n"
        "    b_id = Column(ForeignKey('b.id'))\n    c_id = Column(ForeignKey('b.id'))\n"
        f"    b = relationship('B', primaryjoin='{join}', foreign_keys=[b_id])\n"
    )
    project, found = read(HEAD + text)
    assert may_repeat(project, found["A"].relationships["b"])


def test_two_classes_of_one_hierarchy_have_no_known_direction() -> None:
    text = (
        "class Item(db.Model):\n    id = Column(Integer, primary_key=True)\n"
        "class Book(Item):\n    shelf_id = Column(ForeignKey('item.id'))\n"
        "    shelf = relationship('Shelf', backref='books')\n"
        "class Shelf(Item):\n    pass\n"
    )
    _, found = read(HEAD + text)
    assert found["Book"].relationships["shelf"].direction is Direction.UNKNOWN
    assert not found["Book"].relationships["shelf"].single
    assert not found["Shelf"].relationships["books"].single


# --- loading by joins ---


@pytest.mark.parametrize(
    ("name", "collection"),
    [("User", ""), ("Post", "Post.tags"), ("Tag", "Tag.posts"), ("Profile", "")],
)
def test_joined_collections(name: str, collection: str) -> None:
    project, found = read(HEAD + BLOG)
    assert joined_collections(project, found[name]) == collection


def test_joined_collections_behind_a_joined_parent_and_in_subclasses() -> None:
    text = (
        "class A(db.Model):\n    id = Column(Integer, primary_key=True)\n    b_id = Column(ForeignKey('b.id'))\n"
        "    b = relationship('B', lazy='joined')\n"
        "class B(db.Model):\n    id = Column(Integer, primary_key=True)\n"
        "class C(B):\n    cs = relationship('D', lazy=False)\n"
        "class D(db.Model):\n    id = Column(Integer, primary_key=True)\n    c_id = Column(ForeignKey('b.id'))\n"
    )
    project, found = read(HEAD + text)
    assert {name: joined_collections(project, model) for name, model in found.items()} == {
        "A": "C.cs",
        "B": "C.cs",
        "C": "C.cs",
        "D": "",
    }


@pytest.mark.parametrize(
    ("relationship", "named"),
    [
        ("relationship('X', lazy=how())", "A.xs"),
        ("relationship('X', **options)", "A.xs"),
        ("relationship('Missing', lazy='joined')", "A.xs"),
        ("related()", "A.xs is made by related()"),
        ("relationship('X', lazy=MODE)", "A.xs"),
    ],
)
def test_what_cannot_be_told_counts_as_a_joined_collection(relationship: str, named: str) -> None:
    text = (
        "MODE = 'joined'\n"
        "def related():\n    return relationship('X', lazy='joined')\n"
        "class X(db.Model):\n    id = Column(Integer, primary_key=True)\n    a_id = Column(ForeignKey('a.id'))\n"
        f"class A(db.Model):\n    id = Column(Integer, primary_key=True)\n    xs = {relationship}\n"
    )
    project, found = read(HEAD + text)
    assert joined_collections(project, found["A"]) == named


def test_attributes_added_later() -> None:
    project, found = read(HEAD + ADDED)
    assert joined_collections(project, found["Left"]) == "Left.rights"
    assert primary_key(found["Right"]) == ("left_id", "other")
    files = {
        "models.py": HEAD + ADDED,
        "more.py": "from models import Right, db\nRight.x = db.relationship('X', lazy='joined')\n",
    }
    project = Project.from_files(files)
    model = model_of(project, ClassObject("models.py", "Right"))
    assert model is not None
    assert joined_collections(project, model) == "Right.x is assigned at more.py:2"


def test_a_backref_on_a_class_that_cannot_be_told_counts_for_all_of_that_name() -> None:
    here = "class A(db.Model):\n    id = Column(Integer, primary_key=True)\n"
    there = "class B(db.Model):\n    a = db.relationship('A', backref=db.backref('bs', lazy=False))\n"
    there = f"from x.models import db\n{there}"
    project = Project.from_files(
        {"x/models.py": HEAD + here, "x/other.py": f"from x.models import *\n{here}", "y.py": there}
    )
    reasons = {joined_collections(project, model) for cls, model in models(project).items() if cls.name == "A"}
    assert reasons == {"the target of B.a cannot be told"}


def test_an_unknown_base_counts_as_a_joined_collection() -> None:
    project, found = read(HEAD + "from plugin import Thing\nclass A(Thing, db.Model):\n    id = Column(Integer)\n")
    assert joined_collections(project, found["A"]) == "plugin.Thing"
    assert found["A"].open_bases == ("plugin.Thing",)
    assert primary_key(found["A"]) is None


# --- what ``cls.query`` is ---


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("class A(db.Model):\n    query_class = Soft\n", "A has its own query_class"),
        ("class M:\n    query_class = Soft\nclass A(M, db.Model):\n    x = 1\n", "M has its own query_class"),
        ("class A(db.Model):\n    @classmethod\n    def query(cls): pass\n", "A has a method query"),
        ("class A(db.Model):\n    query = Column(String(10))\n", "A has its own query"),
        ("class A(db.Model):\n    pass\nA.query_class = Soft\n", "A.query_class is assigned at models.py"),
        ("class A(db.Model):\n    pass\ndb.Model.query = 3\n", "db.Model.query is assigned at models.py"),
        ("from plugin import Mixin\nclass A(Mixin, db.Model):\n    x = 1\n", "base class plugin.Mixin is not in the"),
        ("class A(make_base(), db.Model):\n    x = 1\n", "base class make_base(...) is not in the project"),
        (
            "class Q(db.Model):\n    a = relationship('A', backref='query')\nclass A(db.Model):\n    x = 1\n",
            "A.query is a relationship",
        ),
    ],
)
def test_says_why_a_query_is_custom(text: str, reason: str) -> None:
    _, found = read(HEAD + "class Soft: pass\n" + text)
    assert found["A"].custom_query.startswith(reason)


@pytest.mark.parametrize(
    "text",
    [
        "class A(db.Model):\n    x = 1\n",
        "from flask_login import UserMixin\nclass A(UserMixin, db.Model):\n    x = 1\n",
        "from typing import Generic\nclass A(Generic[int], db.Model):\n    x = 1\n",
        "from flask_sqlalchemy import BaseQuery\nclass A(db.Model):\n    query_class = BaseQuery\n",
        "class M(object):\n    def save(self): pass\nclass A(M, db.Model):\n    x = 1\n",
    ],
)
def test_a_stock_query(text: str) -> None:
    _, found = read(HEAD + text)
    assert found["A"].custom_query == ""
    assert found["A"].database is not None


def test_a_model_class_of_the_database_is_in_the_line() -> None:
    text = (
        "class Crud(Model):\n    query_class = None\ndb = SQLAlchemy(model_class=Crud)\nclass A(db.Model):\n    x = 1\n"
    )
    _, found = read("from flask_sqlalchemy import SQLAlchemy, Model\n" + text)
    assert found["A"].custom_query == "Crud has its own query_class"


EITHER = """\
try:
    from sqlalchemy.orm import declarative_base
except ImportError:
    from sqlalchemy.ext.declarative import declarative_base
"""
PLAIN = """\
from sqlalchemy.ext.declarative import declarative_base
from sqlalchemy.orm import scoped_session, sessionmaker
session = scoped_session(sessionmaker())
Base = declarative_base()
"""


@pytest.mark.parametrize(
    "text",
    [
        "Base.query = session.query_property()\n",
        "def init():\n    Base.query = session.query_property()\n",
    ],
)
def test_query_property(text: str) -> None:
    project, found = read(PLAIN + text + "class A(Base):\n    __tablename__ = 'a'\n")
    assert found["A"].query_property == project.resolve("models.py", "session")
    assert (found["A"].custom_query, found["A"].database, found["A"].table) == ("", None, "a")


def test_query_property_in_a_class_body() -> None:
    project, found = read(PLAIN + "class A(Base):\n    query = session.query_property()\n")
    assert found["A"].query_property == project.resolve("models.py", "session")
    assert found["A"].custom_query == ""


def test_query_property_with_a_class_is_custom() -> None:
    _, found = read(PLAIN + "class A(Base):\n    query = session.query_property(Soft)\n")
    assert found["A"].query_property is None
    assert found["A"].custom_query == "A has its own query"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Base = db.Model\nclass A(Base):\n    x = 1\n", ["A"]),
        ("Base = db.make_declarative_base(object)\nclass A(Base):\n    x = 1\n", ["A"]),
        (
            "from sqlalchemy import orm\n@orm.as_declarative()\nclass B:\n    id = 1\nclass A(B):\n    x = 1\n",
            ["A", "B"],
        ),
        (
            "from sqlalchemy import orm\nclass B(orm.declarative_base()):\n    pass\nclass A(B):\n    x = 1\n",
            ["A", "B"],
        ),
        (f"{EITHER}Base = declarative_base()\nclass A(Base):\n    x = 1\n", ["A"]),
        ("class Mixin:\n    x = Column(Integer)\n", []),
        ("def make(app):\n    class A(db.Model):\n        x = 1\n    return A\n", ["make.<locals>.A"]),
    ],
)
def test_which_classes_are_models(text: str, names: list[str]) -> None:
    _, found = read(HEAD + text)
    assert sorted(found) == names
    assert [name for name, model in found.items() if model.abstract] == [name for name in names if name == "B"]


def test_names_are_looked_up_in_the_own_registry_nearest_first() -> None:
    models_of = "from {app}.db import db\nclass Post(db.Model):\n    id = db.Column(db.Integer, primary_key=True)\n"
    user = "    posts = db.relationship('Post')\n    other = db.relationship('blog.models.Post')\n"
    files = {}
    for app in ("blog", "shop"):
        files[f"{app}/__init__.py"] = ""
        files[f"{app}/db.py"] = "from flask_sqlalchemy import SQLAlchemy\ndb = SQLAlchemy()\n"
        files[f"{app}/models.py"] = models_of.format(app=app)
        files[f"{app}/user.py"] = f"from {app}.db import db\nclass User(db.Model):\n{user}"
    project = Project.from_files(files)
    for app in ("blog", "shop"):
        model = model_of(project, ClassObject(f"{app}/user.py", "User"))
        assert model is not None
        assert model.relationships["posts"].target == ClassObject(f"{app}/models.py", "Post")


def test_tables_and_aliases() -> None:
    project, found = read(HEAD + BLOG)
    (table,) = tables(project).values()
    assert (table.name, table.columns, table.foreign_keys) == (
        "post_tag",
        ("post_id", "tag_id"),
        ("post.id", "tag.id"),
    )
    aliased = ("call", ("name", "db.aliased"), (("name", "User"),), ())
    assert alias_target(project, "models.py", aliased) is found["User"]
    assert alias_target(project, "models.py", ("call", ("name", "other"), (("name", "User"),), ())) is None


def test_classes_below_models_need_no_word_of_interest_in_their_file() -> None:
    project = Project.from_files(
        {
            "shop/models.py": "import flask_sqlalchemy as fs\ndb = fs.SQLAlchemy()\nclass Plan(db.Model): pass\n",
            "shop/levels.py": "from shop.models import Plan\nclass Levels(Plan):\n    top = 4\n",
            "shop/steps.py": "from shop.levels import Levels\nclass Steps(Levels):\n    top = 5\n",
        }
    )
    assert project.indexed_paths() == ("shop/models.py",)
    assert [cls.name for cls in models(project)] == ["Levels", "Plan", "Steps"]
