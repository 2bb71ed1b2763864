"""Rebuilt chains: what stays keeps every byte, what is wrapped is laid out to be read."""

from __future__ import annotations

import ast
from collections.abc import Sequence

import pytest

from flask_modernize.rewriting.chains import Chain, split_arguments
from flask_modernize.rewriting.expressions import PLACEHOLDER, ChainError, Layout, LinkChange, rebuild_chain

KEEP = LinkChange()
DROP = LinkChange(drop=True)
WIDE = Layout(indent="", column=0, trailing=0, line_length=200)
RUN = f"run({PLACEHOLDER}).all()"


def rebuilt(
    source: str,
    links: Sequence[LinkChange],
    base: str | None = "select(A)",
    suffix: str = "",
    wrap: str = RUN,
    layout: Layout = WIDE,
) -> str:
    text = rebuild_chain(source, base, links, suffix, wrap, layout)
    ast.parse(f"({text}\n)")
    return text


def test_the_base_is_replaced_and_the_end_dropped() -> None:
    assert rebuilt("A.query.x(1).all()", [KEEP, DROP]) == "run(select(A).x(1)).all()"


def test_the_base_is_kept() -> None:
    assert rebuilt("q.x(1).all()", [KEEP, DROP], base=None) == "run(q.x(1)).all()"


def test_a_bare_base() -> None:
    assert rebuilt("A.query", []) == "run(select(A)).all()"


def test_a_call_is_renamed() -> None:
    assert rebuilt("A.query.filter(A.x).all()", [LinkChange(rename="where"), DROP]) == "run(select(A).where(A.x)).all()"


def test_arguments_are_replaced() -> None:
    links = [LinkChange(rename="where", arguments="A.x == 1"), DROP]
    assert rebuilt("A.query.filter_by(x=1).all()", links) == "run(select(A).where(A.x == 1)).all()"


def test_arguments_go() -> None:
    assert rebuilt("A.query.x(False)", [LinkChange(arguments="")]) == "run(select(A).x()).all()"


def test_a_link_in_the_middle_goes() -> None:
    assert rebuilt("A.query.x(1).y(2).z(3)", [KEEP, DROP, KEEP]) == "run(select(A).x(1).z(3)).all()"


def test_subscripts_and_attributes_are_links() -> None:
    assert rebuilt("A.query.x(1)[0]", [KEEP, DROP], wrap=f"run({PLACEHOLDER})[0]") == "run(select(A).x(1))[0]"
    assert rebuilt("A.query.x(1).statement", [KEEP, DROP], wrap=PLACEHOLDER) == "select(A).x(1)"


def test_something_is_appended() -> None:
    assert rebuilt("A.query.x(1).first()", [KEEP, DROP], suffix=".limit(1)") == "run(select(A).x(1).limit(1)).all()"


def test_nothing_wraps_the_chain() -> None:
    assert rebuilt("A.query.x(1)", [KEEP], wrap=PLACEHOLDER, suffix=".limit(1)") == "select(A).x(1).limit(1)"


@pytest.mark.parametrize(
    "arguments",
    ["  1 ,2", "a = 1, *b, **c", "1,", "'it''s', \"two\"", "x if y else z", "lambda: (yield)", "[a for a in b]"],
)
def test_arguments_keep_every_byte(arguments: str) -> None:
    assert rebuilt(f"A.query.x({arguments}).all()", [KEEP, DROP]) == f"run(select(A).x({arguments})).all()"


def test_characters_of_any_width() -> None:
    assert rebuilt("A.query.x('名前 🎉').all()", [KEEP, DROP]) == "run(select(A).x('名前 🎉')).all()"


def test_line_breaks_in_arguments_stay_where_they_are() -> None:
    source = "A.query.x(\n    1,  # one\n    2,\n).all()"
    assert rebuilt(source, [KEEP, DROP]) == "run(select(A).x(\n    1,  # one\n    2,\n)).all()"


def test_a_chain_over_lines_stays_one() -> None:
    source = "A.query\n    .x(1)\n    .y(2)\n    .all()"
    layout = Layout(indent="    ", column=12, trailing=0, line_length=88)
    expected = "run(\n        select(A)\n        .x(1)\n        .y(2)\n    ).all()"
    assert rebuilt(source, [KEEP, KEEP, DROP], layout=layout) == expected


def test_what_is_appended_to_a_chain_over_lines_gets_its_own() -> None:
    source = "A.query\n    .x(1)\n    .first()"
    expected = "run(\n    select(A)\n    .x(1)\n    .limit(1)\n).all()"
    assert rebuilt(source, [KEEP, DROP], suffix=".limit(1)") == expected


def test_backslashes_are_not_needed_inside_parentheses() -> None:
    text = rebuilt("A.query \\\n    .x(1) \\\n    .all()", [KEEP, DROP])
    assert "\\" not in text
    assert text == "run(\n    select(A)\n    .x(1)\n).all()"


def test_a_dot_at_the_end_of_a_line_moves_to_the_next() -> None:
    assert rebuilt("A.query.\\\n    x(1).\\\n    all()", [KEEP, DROP]) == "run(\n    select(A)\n    .x(1)\n).all()"


def test_comments_between_links_stay_before_their_link() -> None:
    source = "A.query  # all\n    # but these\n    .x(1)  # one\n    .all()"
    text = rebuilt(source, [KEEP, DROP])
    assert [line.strip() for line in text.split("\n")] == [
        "run(",
        "select(A)  # all",
        "# but these",
        ".x(1)  # one",
        ").all()",
    ]


def test_a_comment_before_a_call_in_the_middle_that_goes_is_not_lost_silently() -> None:
    with pytest.raises(ChainError, match="comment"):
        rebuilt("A.query\n    # why\n    .x(1)\n    .y(2)", [DROP, KEEP])


def test_a_chain_that_is_too_long_moves_to_a_line_of_its_own() -> None:
    layout = Layout(indent="    ", column=11, trailing=0, line_length=40)
    expected = "run(\n        select(A).x(first, second)\n    ).all()"
    assert rebuilt("A.query.x(first, second).all()", [KEEP, DROP], layout=layout) == expected


def test_a_chain_that_is_longer_still_gets_a_line_for_each_call() -> None:
    layout = Layout(indent="", column=0, trailing=0, line_length=30)
    expected = "run(\n    select(A)\n    .x(first, second)\n    .y(third)\n    .limit(1)\n).all()"
    text = rebuilt("A.query.x(first, second).y(third)", [KEEP, KEEP], suffix=".limit(1)", layout=layout)
    assert text == expected


@pytest.mark.parametrize(("column", "trailing"), [(0, 0), (1, 0), (0, 1)])
def test_what_stands_before_and_after_counts(column: int, trailing: int) -> None:
    whole = "run(select(A).x(1)).all()"
    layout = Layout(indent="", column=column, trailing=trailing, line_length=len(whole))
    assert ("\n" in rebuilt("A.query.x(1)", [KEEP], layout=layout)) == (column + trailing > 0)


def test_other_arguments_follow_on_the_same_line_while_they_fit() -> None:
    layout = Layout(indent="", column=0, trailing=0, line_length=34)
    text = rebuilt("A.query.x(first)", [KEEP], wrap=f"paginate({PLACEHOLDER}, page=page)", layout=layout)
    assert text == "paginate(\n    select(A).x(first), page=page\n)"


def test_other_arguments_get_a_line_of_their_own() -> None:
    layout = Layout(indent="", column=0, trailing=0, line_length=30)
    text = rebuilt("A.query.x(first)", [KEEP], wrap=f"paginate({PLACEHOLDER}, page=page)", layout=layout)
    assert [line.strip().rstrip(",") for line in text.split("\n")] == [
        "paginate(",
        "select(A).x(first)",
        "page=page",
        ")",
    ]


def test_other_arguments_that_do_not_fit_one_line_get_one_each() -> None:
    layout = Layout(indent="", column=0, trailing=0, line_length=24)
    text = rebuilt("A.query.x(first)", [KEEP], wrap=f"p({PLACEHOLDER}, page=number, per_page=20)", layout=layout)
    assert "    page=number,\n    per_page=20" in text


@pytest.mark.parametrize(
    ("source", "links", "message"),
    [
        ("A.query.x(1)", [KEEP, KEEP, KEEP, KEEP], "where a method call was expected"),
        ("call(1)", [KEEP], "where a method call was expected"),
        ("A.query.x(", [KEEP], "cannot parse"),
    ],
)
def test_other_texts_are_refused(source: str, links: list[LinkChange], message: str) -> None:
    with pytest.raises(ChainError, match=message):
        rebuilt(source, links)


def test_only_calls_can_be_changed() -> None:
    with pytest.raises(ChainError, match="only a method call"):
        rebuilt("A.query.x(1).statement", [KEEP, LinkChange(rename="y")])


def test_all_below_the_announced_links_is_the_base() -> None:
    assert rebuilt("A.query.x(1).y(2)", [KEEP], base="b") == "run(b.y(2)).all()"


def test_parentheses_inside_the_chain_go() -> None:
    new = rebuild_chain(
        "(A.query\n    .x(1)\n).all()", "select(A)", [KEEP, DROP], "", f"s.scalars({PLACEHOLDER}).all()", WIDE
    )
    assert new == "s.scalars(\n    select(A)\n    .x(1)\n).all()"


def test_parentheses_stay_around_a_chain_that_is_not_wrapped() -> None:
    assert rebuild_chain("(A.query\n    .x(1)\n).y(2)", "select(A)", [KEEP, KEEP], "", PLACEHOLDER, WIDE) == (
        "(select(A)\n    .x(1).y(2))"
    )


@pytest.mark.parametrize(
    ("source", "links"),
    [
        ("A.query.x(1) .y ( a )", 2),
        ("A.query  # (first\n    .x(1)\n\n    # )second\n    .y(é='é')", 2),
        ("A.query.\\\n    x(f(1)\n    ,)", 1),
        ("( # own\n q).x(1)", 1),
        ("f(x)(y).z[1:2] [ 3 ]", 3),
    ],
)
def test_what_does_not_change_keeps_every_byte(source: str, links: int) -> None:
    assert rebuilt(source, [KEEP] * links, base=None, wrap=PLACEHOLDER) == source


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("(A.query.x)(1)", "parentheses"),
        ("(A.query # why\n.x(1) # how\n).y(1)", "a comment beside parentheses"),
    ],
)
def test_parentheses_that_mean_something_are_refused(source: str, message: str) -> None:
    with pytest.raises(ChainError, match=message):
        rebuilt(source, [KEEP, KEEP])


def test_arguments_are_told_apart_by_the_parser() -> None:
    assert split_arguments("lambda a, b: (a, b), *x,  # why, so\n  key=(y), **{1: 2,}") == [
        "lambda a, b: (a, b)",
        "*x",
        "# why, so\n  key=(y)",
        "**{1: 2,}",
    ]
    assert split_arguments("") == []


@pytest.mark.parametrize(
    "chain",
    [
        "A.query.x(1)",
        "(A.query\n    .x('é')  # why\n    .y(é)\n)",
        "A.query[\n3].x(\n1).y",
        "(A.query.x(1)\n).y(2)",
        "A.query.x(1)[2]",
    ],
)
def test_a_chain_is_the_same_with_the_node_that_a_file_has_for_it(chain: str) -> None:
    text = f"first()\nif é: ü = [é, ({chain})]\n"
    statement = ast.parse(text).body[1]
    assert isinstance(statement, ast.If)
    assert isinstance(statement.body[0], ast.Assign)
    value = statement.body[0].value
    assert isinstance(value, ast.List)
    node = value.elts[1]
    source = ast.get_source_segment(text, node)
    assert source is not None
    for count in (1, 2):
        assert Chain.parse(source, count, node) == Chain.parse(source, count)
