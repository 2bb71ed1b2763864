"""Which queries are followed to their end, where they escape, and with which code they are reported."""

from __future__ import annotations

import ast
from textwrap import dedent, indent

import pytest
from flask_modernize_codemods.select_queries.expressions import Expressions
from flask_modernize_codemods.select_queries.flow import FileFlow, Flow
from flask_modernize_codemods.select_queries.planning import plan_files
from flask_modernize_codemods.select_queries.query_functions import QueryFunctions
from flask_modernize_codemods.select_queries.webs import Webs

from flask_modernize.project import Project

MODELS = """\
from flask_sqlalchemy import SQLAlchemy

db = SQLAlchemy()


class Author(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(db.String(40))
    posts = db.relationship("Post", back_populates="author")


class Post(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    title = db.Column(db.String(40))
    views = db.Column(db.Integer)
    author_id = db.Column(db.ForeignKey("author.id"))
    author = db.relationship("Author", back_populates="posts")
"""
HEADER = "from models import Author, Post, db\n\n\n"


def function(body: str) -> str:
    """A module with ``body`` in a function that is given ``flag`` and ``items``."""
    return HEADER + "def work(flag, items):\n" + indent(dedent(body), "    ")


def project(module: str) -> Project:
    return Project.from_files({"models.py": MODELS, "app.py": module})


def codes(module: str) -> list[str]:
    """The codes of the findings in a module, by line; every site that has none is rewritten."""
    return [finding.code for finding in plan_files(project(module), {}, None).findings]


def sites(module: str) -> int:
    """How many heads are rewritten."""
    return sum(group.sites for group in plan_files(project(module), {}, None).groups)


def flow(module: str) -> tuple[FileFlow, Webs]:
    webs = Webs()
    opened = project(module)
    syntax = opened.syntax("app.py")
    assert syntax is not None
    return Flow(Expressions(opened, syntax, {}), webs, QueryFunctions()).run(), webs


def endings(body: str) -> list[tuple[str, str]]:
    """Kind and text of every ending, in the order of the text."""
    found, _ = flow(function(body))
    ordered = sorted(found.endings, key=lambda node: (node.end_lineno, node.end_col_offset))  # type: ignore[attr-defined]
    return [(found.endings[node].kind, ast.unparse(node)) for node in ordered]


FOLLOWED = {
    "assignment": "q = Post.query\nreturn q.all()",
    "assignment twice": "a = b = Post.query\nreturn a.all(), b.first()",
    "annotation": "q: object = Post.query\nreturn q.all()",
    "if": "q = Post.query\nif flag:\n    q = q.filter(Post.views > 1)\nreturn q.all()",
    "if and else": "if flag:\n    q = Post.query\nelse:\n    q = Post.query.filter(Post.views > 1)\nreturn q.all()",
    "elif": "q = Post.query\nif flag:\n    pass\nelif items:\n    q = q.limit(1)\nreturn q.all()",
    "conditional expression": "q = Post.query if flag else Post.query.limit(1)\nreturn q.all()",
    "for": "q = Post.query\nfor item in items:\n    q = q.filter(Post.title != item)\nreturn q.all()",
    "for with break": (
        "q = Post.query\nfor _ in items:\n    q = q.limit(1)\n    break\nelse:\n    q = q.limit(2)\nreturn q.all()"
    ),
    "while": "q = Post.query\nwhile flag:\n    q = q.limit(1)\n    flag -= 1\nreturn q.all()",
    "try": "try:\n    q = Post.query\nexcept ValueError:\n    q = Post.query.limit(1)\nreturn q.all()",
    "try with a way out": (
        "try:\n    q = Post.query\nexcept ValueError:\n    return\nfinally:\n    print()\nreturn q.all()"
    ),
    "with": "with items:\n    q = Post.query\nreturn q.all()",
    "match": "q = Post.query\nmatch flag:\n    case 1:\n        q = q.limit(1)\n    case _:\n        0\nreturn q.all()",
    "early return": "q = Post.query\nif flag:\n    return q.first()\nreturn q.all()",
    "raise": "q = Post.query\nif flag:\n    raise ValueError(q.count())\nreturn q.all()",
    "same name for the result": "q = Post.query\nq = q.all()\nreturn q",
    "one base, two ends": "q = Post.query\nreturn q.count(), q.order_by(Post.id).all()",
    "None test": "q = Post.query\nreturn q is not None and q.all()",
    "comprehension": "q = Post.query\nreturn [post for post in q]",
    "iterated twice": "q = Post.query\nreturn [1 for _ in q for _ in q]",
    "unpacked": "q = Post.query\na, *b = q\nreturn a, b",
    "starred": "q = Post.query\nreturn print(*q)",
    "sub-query": "q = db.session.query(Author.id)\nreturn Post.query.filter(Post.author_id.in_(q)).all()",
    "deleted name": "q = Post.query\nfound = q.all()\ndel q\nreturn found",
    "generator": "yield from Post.query",
    "lambda": "return lambda: Post.query.first()",
    "dead code": "return None\nreturn Post.query.all()",
}


@pytest.mark.parametrize("body", FOLLOWED.values(), ids=FOLLOWED)
def test_queries_that_are_followed(body: str) -> None:
    assert codes(function(body)) == []
    assert sites(function(body)) == body.count(".query")


ESCAPES = {
    "returned": ("return Post.query", "Q-ESCAPES"),
    "yielded": ("yield Post.query", "Q-ESCAPES"),
    "in a list": ("q = Post.query\nreturn [q]", "Q-ESCAPES"),
    "in a dictionary": ("q = Post.query\nreturn {1: q}", "Q-ESCAPES"),
    "with another value": ("q = Post.query\nreturn q, q.count()", "Q-ESCAPES"),
    "in an attribute": ("items.posts = Post.query", "Q-ESCAPES"),
    "in an item": ("items['posts'] = Post.query", "Q-ESCAPES"),
    "passed on": ("return items.handle(Post.query)", "Q-ESCAPES"),
    "passed on by keyword": ("return items.handle(posts=Post.query)", "Q-ESCAPES"),
    "printed": ("q = Post.query\nprint(q)\nreturn q.all()", "Q-ESCAPES"),
    "formatted": ("return f'{Post.query}'", "Q-ESCAPES"),
    "of getattr": ("q = Post.query\nreturn getattr(q, flag)()", "Q-ESCAPES"),
    "captured": ("q = Post.query\ndef inner():\n    return q.all()\nreturn inner()", "Q-ESCAPES"),
    "captured by a lambda": ("q = Post.query\nreturn lambda: q.all()", "Q-ESCAPES"),
    "default of an argument": ("def inner(q=Post.query):\n    return q\nreturn inner()", "Q-ESCAPES"),
    "global": ("global q\nq = Post.query\nreturn q.all()", "Q-ESCAPES"),
    "method as value": ("q = Post.query\nreturn map(q.get, items)", "Q-UNKNOWN-METHOD"),
    "template": ("from flask import render_template\nreturn render_template('x', posts=Post.query)", "Q-TEMPLATE"),
    "tested": ("q = Post.query\nif q:\n    return q.all()", "Q-TRUTHINESS"),
    "tested by not": ("return not Post.query", "Q-TRUTHINESS"),
    "asserted": ("assert Post.query", "Q-TRUTHINESS"),
    "or something": ("q = Post.query or items\nreturn q", "Q-TRUTHINESS"),
    "perhaps None": ("q = None\nif flag:\n    q = Post.query\nreturn q.all()", "Q-MIXED"),
    "perhaps a list": ("q = Post.query\nif flag:\n    q = q.all()\nreturn [post for post in q]", "Q-MIXED"),
    "other entities": ("q = Post.query\nif flag:\n    q = q.with_entities(Post.id)\nreturn q.all()", "Q-SHAPE"),
    "conditional join": (
        "q = Post.query\nif flag:\n    q = q.join(Author)\nreturn q.filter_by(id=1).all()",
        "Q-FILTERBY-TARGET",
    ),
    "conditional limit": (
        "q = Post.query\nif flag:\n    q = q.limit(1)\nreturn q.filter(Post.id > 1).all()",
        "Q-LEGACY-RAISES",
    ),
    "perhaps no criteria": ("q = Post.query\nif flag:\n    q = q.filter_by(id=1)\nreturn q.delete()", "Q-SHAPE"),
    "unknown method": ("return Post.query.search('words').all()", "Q-UNKNOWN-METHOD"),
    "union": ("return Post.query.union(Post.query).all()", "Q-UNION"),
    "variable index": ("return Post.query[flag]", "Q-UNKNOWN-ARGUMENTS"),
    "star": ("return db.session.query(*items).all()", "Q-STAR-ARGS"),
    "unknown model": ("return items.query.all()", "Q-UNKNOWN-MODEL"),
}


@pytest.mark.parametrize(("body", "code"), ESCAPES.values(), ids=ESCAPES)
def test_queries_that_are_left_alone(body: str, code: str) -> None:
    module = function(body)
    assert set(codes(module)) == {code}
    assert sites(module) == 0


def test_two_models_that_meet_are_both_left() -> None:
    assert codes(function("q = Post.query if flag else Author.query\nreturn q.all()")) == ["Q-SHAPE", "Q-SHAPE"]


def test_only_the_query_that_escapes_is_left() -> None:
    module = function("q = Post.query\nother = Author.query\nprint(q)\nreturn other.all()")
    assert codes(module) == ["Q-ESCAPES"]
    assert sites(module) == 1


def test_queries_of_one_variable_are_rewritten_together_or_not_at_all() -> None:
    module = function("if flag:\n    q = Post.query\nelse:\n    q = Post.query.limit(1)\nprint(q)\nreturn q.all()")
    assert codes(module) == ["Q-ESCAPES", "Q-ESCAPES"]
    assert sites(module) == 0


def test_a_name_that_is_bound_anew_starts_anew() -> None:
    module = function("q = Post.query\nprint(q)\nq = Author.query\nreturn q.all()")
    assert codes(module) == ["Q-ESCAPES"]
    assert sites(module) == 1


def test_a_query_at_module_level_is_left() -> None:
    assert codes(HEADER + "q = Post.query\n\n\ndef work():\n    return q.all()\n") == ["Q-MODULE-LEVEL"]


def test_a_query_that_runs_at_module_level_is_rewritten() -> None:
    assert codes(HEADER + "for post in Post.query:\n    print(post)\n") == []


def test_a_query_in_a_class_body_escapes() -> None:
    assert codes(HEADER + "class View:\n    posts = Post.query\n") == ["Q-ESCAPES"]


def test_what_ends_how() -> None:
    assert endings(
        "q = Post.query\nprint(q.all())\nfor post in q:\n    pass\nreturn q[0], dict(q), Post.id.in_(q)"
    ) == [
        ("terminal", "q.all()"),
        ("iterate", "q"),
        ("index", "q[0]"),
        ("list", "q"),
        ("expression", "q"),
    ]


def test_whether_a_value_is_used() -> None:
    found, _ = flow(function("Post.query.delete()\nreturn Post.query.delete()"))
    assert sorted(ended.used for ended in found.endings.values()) == [False, True]


def test_rows_that_repeat_on_one_path_repeat_at_the_end() -> None:
    found, _ = flow(function("q = Author.query\nif flag:\n    q = q.join(Author.posts)\nreturn q.all()"))
    (ended,) = found.endings.values()
    assert ended.value.statement is not None
    assert ended.value.statement.repeats


def test_many_to_one_joins_do_not_repeat_rows() -> None:
    found, _ = flow(function("return Post.query.join(Post.author).all()"))
    (ended,) = found.endings.values()
    assert ended.value.statement is not None
    assert ended.value.statement.joined
    assert not ended.value.statement.repeats


def test_heads_are_found_by_what_names_mean() -> None:
    found, _ = flow(
        function("client.query('words')\nitems.args['query']\nreturn Post.query.all(), db.session.query(Post).all()")
    )
    assert [ast.unparse(head.node) for _, head in sorted(found.heads.items())] == [
        "Post.query",
        "db.session.query(Post)",
    ]


def test_a_parameter_hides_a_model() -> None:
    assert sites(HEADER + "def work(Post):\n    return Post.query.all()\n") == 0


def test_helpers_whose_callers_are_all_known_are_rewritten_with_them() -> None:
    module = HEADER + "def read():\n    return Post.query\n\n\ndef work():\n    return read().all(), read().count()\n"
    assert codes(module) == []
    assert sites(module) == 1


def test_helpers_that_are_taken_as_values_are_left() -> None:
    module = HEADER + "def read():\n    return Post.query\n\n\ndef work():\n    return read().all(), map(read, [])\n"
    assert codes(module) == ["Q-ESCAPES"]


def test_arguments_of_helpers_are_followed() -> None:
    module = (
        HEADER
        + "def read(query):\n    return query.first()\n\n\n"
        + "def work():\n    return read(Post.query), read(Post.query.limit(1))\n"
    )
    assert codes(module) == []
    assert sites(module) == 2


@pytest.mark.parametrize("decorator", ["@cached\n", "@app.route('/')\n", "@functools.lru_cache()\n"])
def test_decorated_functions_have_callers_that_are_not_seen(decorator: str) -> None:
    module = HEADER + decorator + "def read():\n    return Post.query\n\n\ndef work():\n    return read().all()\n"
    assert codes(module) == ["Q-ESCAPES"]


def test_findings_are_the_same_at_every_run() -> None:
    module = "\n".join(
        function(body).removeprefix(HEADER).replace("work", f"work{number}")
        for number, (body, _) in enumerate(ESCAPES.values())
    )
    first, second = (plan_files(project(HEADER + module), {}, None) for _ in range(2))
    assert first == second


@pytest.mark.parametrize("between", ["", "\\\n    ", " # the books\n    "])
def test_functions_are_not_skipped_because_of_how_a_chain_is_broken(between: str) -> None:
    models = MODELS.replace('back_populates="author"', 'lazy="dynamic"')
    chain = f"(author.posts.{between}filter_by(views=1).{between}all())"
    body = f"def cold():\n    pass\n\ndef hot(author):\n    return {chain}\n"
    opened = Project.from_files({"models.py": models, "app.py": HEADER + body})
    assert [finding.code for finding in plan_files(opened, {}, None).findings] == ["Q-DYNAMIC-REL"]
