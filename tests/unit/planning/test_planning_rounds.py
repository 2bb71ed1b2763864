"""Migrations that go on with what they made: edits of several rounds as one, and where their places are told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise

import pytest
import toy_migration
from hypothesis import given
from hypothesis import strategies as st

from flask_modernize.planning import planner
from flask_modernize.planning.composition import (
    Splice,
    compatible,
    joined,
    offset_after,
    offset_before,
    splice,
    splices_by_path,
)
from flask_modernize.planning.configuration import CommandLine, configure, read_document
from flask_modernize.planning.contract import Edit, Finding, Group, Options, Plan
from flask_modernize.planning.outcomes import Outcome, Status
from flask_modernize.project import Project
from flask_modernize.sources import memory_tree

Spans = list[tuple[int, int, bytes]]
SPANS = st.lists(st.tuples(st.integers(0, 14), st.integers(0, 4), st.binary(max_size=3)), max_size=6)


@pytest.fixture(autouse=True)
def crash_folder(tmp_path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLASK_MODERNIZE_CACHE_DIR", str(tmp_path))


def splices_of(data: bytes, spans: Spans, first_group: int = 0) -> list[Splice]:
    edits = [Edit("a", min(start, len(data)), min(start + length, len(data)), text) for start, length, text in spans]
    groups = [Group("g", "a", 1, (edit,)) for edit in edits]
    found = splices_by_path(groups, compatible(groups)[0]).get("a", [])
    return [Splice(each.edit, (each.group or 0) + first_group) for each in found]


@given(SPANS, SPANS)
def test_two_lists_of_edits_joined_give_the_same_text(first_spans: Spans, second_spans: Spans) -> None:
    data = bytes(range(97, 97 + 18))
    first = splices_of(data, first_spans)
    middle = splice(data, first)
    second = splices_of(middle, second_spans, first_group=100)
    result = splice(middle, second)
    both = joined(first, second, result)
    assert splice(data, both) == result
    for before, behind in pairwise(both):
        assert before.edit.end <= behind.edit.start
    assert {each.group for each in both} <= {each.group for each in (*first, *second)}


@given(SPANS)
def test_the_place_before_is_the_inverse_of_the_place_after(spans: Spans) -> None:
    data = bytes(range(97, 97 + 18))
    splices = splices_of(data, spans)
    untouched = [at for at in range(18) if not any(each.edit.start <= at < each.edit.end for each in splices)]
    assert [offset_before(splices, offset_after(splices, at)) for at in untouched] == untouched


def outcome_of(text: bytes, steps: Mapping[bytes, bytes], without: str = "") -> Outcome:
    """A migration that repeats, and replaces words by others; the word ``bad`` is a finding."""

    def plan(project: Project, options: Options, paths: frozenset[str] | None) -> Plan:
        data = project.tree.read("m.py")

        def line(place: int) -> int:
            return data[:place].count(b"\n") + 1

        groups = []
        for old, new in steps.items():
            place = data.find(old)
            if place >= 0:
                lines = ("m.py", line(place), line(place + len(old)))
                edit = Edit("m.py", place, place + len(old), new)
                groups.append(Group(f"{old.decode()} goes", "m.py", line(place), (edit,), statements=(lines,)))
        found = [Finding("m.py", line(data.index(b"bad")), 1, "T-BAD", "It is bad.")] if b"bad" in data else []
        return Plan(tuple(groups), tuple(found))

    migration = replace(toy_migration.MIGRATION, plan=plan, whole_program=True, repeats=True)
    configuration = configure(read_document({"": b""}.get), (toy_migration.MIGRATION,), CommandLine())
    keys = frozenset({("m.py", 1, without)} if without else ())
    return planner.run(memory_tree({"m.py": text}), (migration,), configuration, jobs=1, without=keys).outcomes[0]


def result_of(outcome: Outcome) -> bytes | None:
    delta = outcome.changes.get("m.py")
    return delta.after if delta is not None else None


def test_what_one_rule_makes_another_one_goes_on_with() -> None:
    outcome = outcome_of(b"x = 'one'\ny = 1\n", {b"'one'": b"1\nz = 'two'", b"two": b"three"})
    assert outcome.status is Status.APPLIED
    assert result_of(outcome) == b"x = 1\nz = 'three'\ny = 1\n"
    assert [(group.title, group.line) for group in outcome.groups] == [("'one' goes", 1), ("two goes", 1)]
    (edit,) = outcome.edits
    assert (edit.line, edit.before, edit.after, edit.group) == (1, "'one'", "1\nz = 'three'", 1)


def test_places_of_later_rounds_are_those_of_the_first_tree() -> None:
    steps = {b"'one'": b"\\\n  \\\n  2", b"2\nx = 1": b"2\nx = 'bad'", b"bad'\ny = 2": b"bad'\ny = 3"}
    outcome = outcome_of(b"w = 'one'\nx = 1\ny = 2\n", steps)
    assert result_of(outcome) == b"w = \\\n  \\\n  2\nx = 'bad'\ny = 3\n"
    assert [group.line for group in outcome.groups] == [1, 1, 1]
    assert [(each.line, each.code) for each in outcome.findings] == [(1, "T-BAD")]


def test_findings_that_a_later_round_resolves_are_gone() -> None:
    outcome = outcome_of(b"w = 'one'\nx = 'bad'\n", {b"'one'": b"2", b"2\nx = 'bad'": b"2\nx = 'good'"})
    assert result_of(outcome) == b"w = 2\nx = 'good'\n"
    assert outcome.findings == ()


def test_findings_that_a_later_round_does_not_touch_stay() -> None:
    outcome = outcome_of(b"w = 'one'\n\nx = 'bad'\n", {b"'one'": b"'two'\n", b"two": b"three"})
    assert result_of(outcome) == b"w = 'three'\n\n\nx = 'bad'\n"
    assert [(each.line, each.code) for each in outcome.findings] == [(3, "T-BAD")]


def test_a_circle_makes_nothing() -> None:
    outcome = outcome_of(b"x = 'one'\n", {b"one": b"two", b"two": b"one"})
    assert result_of(outcome) is None
    assert outcome.status is Status.UNRESOLVED
    assert {each.code for each in outcome.findings} == {"G-UNSTABLE"}


@pytest.mark.parametrize(("without", "result"), [("one goes", None), ("two goes", b"x = 'two'\n")])
def test_groups_of_every_round_can_be_left_out(without: str, result: bytes | None) -> None:
    outcome = outcome_of(b"x = 'one'\n", {b"one": b"two", b"two": b"three"}, without)
    assert result_of(outcome) == result
    assert [(each.line, each.code) for each in outcome.findings] == [(1, "G-DIFFERENCE")]


def test_groups_that_collide_are_made_one_after_the_other() -> None:
    outcome = outcome_of(b"x = 'one.old'\n", {b"one.old": b"uno.old", b".old": b".new"})
    assert result_of(outcome) == b"x = 'uno.new'\n"
    assert outcome.status is Status.APPLIED
    assert outcome.findings == ()
