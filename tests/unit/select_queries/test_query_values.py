"""The lattice of the flow analysis, and the webs of queries that stand or fall together."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest
from flask_modernize_codemods.select_queries.statement import Entity, Kind, Refusal, SessionText, Statement, identity
from flask_modernize_codemods.select_queries.values import OTHER, UNBOUND, Value, join, merge
from flask_modernize_codemods.select_queries.webs import Webs

from flask_modernize.project.objects import ClassObject

POST = Entity(Kind.MODEL, "Post", ClassObject("models.py", "Post"), "Post")
AUTHOR = Entity(Kind.MODEL, "Author", ClassObject("models.py", "Author"), "Author")
TITLE = Entity(Kind.COLUMN, "Post.title", POST.cls, "title", of="Post")
SESSION = SessionText("db.session", None, "app.py")
POSTS = Statement((POST,), SESSION, True, POST, froms=frozenset({identity(POST)}))
READ = replace(POSTS, criteria=True, certain_criteria=True)
JOINED = replace(POSTS, joined=True, several_froms=True, repeats=True, plain=False, target=AUTHOR)


def query(statement: Statement, head: int = 0) -> Value:
    return Value(statement, frozenset({head}))


SAMPLES = [
    OTHER,
    UNBOUND,
    query(POSTS),
    query(READ),
    query(JOINED, 1),
    query(replace(POSTS, entities=(AUTHOR,), target=AUTHOR), 2),
    Value(POSTS, frozenset({3}), other=True),
    query(replace(POSTS, limited=True, one_row=True), 4),
    query(replace(POSTS, options=True, get_arguments=("options=[x]",)), 5),
]


@pytest.mark.parametrize("left", SAMPLES)
@pytest.mark.parametrize("right", SAMPLES)
def test_what_two_paths_give_holds_whichever_comes_first(left: Value, right: Value) -> None:
    one, two = join(left, right), join(right, left)
    assert (one.heads, one.other, one.clash) == (two.heads, two.other, two.clash)
    if not one.clash and one.statement is not None and two.statement is not None:
        assert replace(one.statement, get_arguments=()) == replace(two.statement, get_arguments=())


@pytest.mark.parametrize("left", SAMPLES)
@pytest.mark.parametrize("right", SAMPLES)
def test_another_round_of_a_loop_teaches_nothing_new(left: Value, right: Value) -> None:
    once = join(left, right)
    assert join(once, right) == once
    assert join(once, once) == once


def test_a_value_with_heads_is_a_query() -> None:
    assert query(POSTS).is_query
    assert not OTHER.is_query
    assert not UNBOUND.is_query


def test_a_query_on_one_path_only_may_be_something_else() -> None:
    assert join(query(POSTS), OTHER).other
    assert not join(query(POSTS), UNBOUND).other


def test_different_entities_clash() -> None:
    assert join(query(POSTS), query(replace(POSTS, entities=(AUTHOR,)), 1)).clash
    assert merge(POSTS, replace(POSTS, entities=(TITLE,))) is None


def test_different_sessions_clash() -> None:
    assert merge(POSTS, replace(POSTS, session=SessionText("other", None, "app.py"))) is None


def test_rows_repeat_when_they_do_on_one_path() -> None:
    merged = merge(POSTS, JOINED)
    assert merged is not None
    assert merged.repeats
    assert merged.joined
    assert not merged.plain


def test_criteria_are_certain_when_every_path_has_them() -> None:
    certain, uncertain = merge(READ, replace(READ, ordered=True)), merge(POSTS, READ)
    assert certain is not None
    assert certain.certain_criteria
    assert uncertain is not None
    assert uncertain.criteria
    assert not uncertain.certain_criteria


def test_one_row_is_certain_when_every_path_limits() -> None:
    merged = merge(replace(POSTS, limited=True, one_row=True), POSTS)
    assert merged is not None
    assert merged.limited
    assert not merged.one_row


def test_a_target_that_depends_on_the_path_is_not_known() -> None:
    merged = merge(POSTS, JOINED)
    assert merged is not None
    assert merged.target is None


def test_options_of_one_path_only_stop_a_get() -> None:
    merged = merge(POSTS, replace(POSTS, options=True, get_arguments=("options=[x]",)))
    assert merged is not None
    assert merged.get_blocked


def test_what_is_selected() -> None:
    assert POSTS.entity == POST
    assert replace(POSTS, entities=(POST, AUTHOR)).entity is None
    assert replace(POSTS, entities=(TITLE,)).entity is None
    assert not replace(POSTS, entities=(TITLE,)).has_entities
    assert replace(POSTS, entities=(TITLE, POST)).has_entities


def test_two_aliases_of_a_class_are_two_things() -> None:
    one, two = (replace(POST, text=name, alias=True) for name in ("first", "second"))
    assert identity(one) != identity(two)
    assert identity(one) != identity(POST)
    assert identity(POST) == identity(replace(POST, text="models.Post"))


def places(count: int) -> Webs:
    webs = Webs()
    for line in range(count):
        assert webs.number(("app.py", line, 1)) == line
    return webs


def test_a_place_keeps_its_number() -> None:
    webs = places(3)
    assert webs.number(("app.py", 1, 1)) == 1
    assert len(webs.places) == 3


@pytest.mark.parametrize("order", list(permutations([(0, 1), (1, 2), (3, 2)])))
def test_webs_do_not_depend_on_the_order_in_which_heads_meet(order: tuple[tuple[int, int], ...]) -> None:
    webs = places(5)
    for pair in order:
        webs.unite(pair)
    assert [webs.web(head) for head in range(5)] == [0, 0, 0, 0, 4]


def test_one_refused_head_refuses_its_web() -> None:
    webs = places(4)
    webs.unite((1, 2))
    webs.refuse([2], Refusal("Q-ESCAPES", "it is returned"))
    assert webs.refused_webs() == {1: Refusal("Q-ESCAPES", "it is returned")}


def test_the_first_reason_is_kept() -> None:
    webs = places(1)
    webs.refuse([0], Refusal("Q-ESCAPES", "first"))
    webs.refuse([0], Refusal("Q-MIXED", "second"))
    assert webs.refusals[0].message == "first"


def test_a_file_that_is_followed_anew_starts_without_reasons() -> None:
    webs = places(2)
    other = webs.number(("other.py", 1, 1))
    webs.refuse([0, other], Refusal("Q-ESCAPES", "it is returned"))
    webs.forget("app.py")
    assert set(webs.refusals) == {other}
