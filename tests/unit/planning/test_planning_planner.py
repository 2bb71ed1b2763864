"""Running migrations: groups, conflicts, guards, ignore comments and crashes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
import toy_migration
from hypothesis import given
from hypothesis import strategies as st

from flask_modernize.planning import planner
from flask_modernize.planning.configuration import CommandLine, configure, read_document
from flask_modernize.planning.contract import Edit, FileChange, Finding, Group, Migration, Options, Plan
from flask_modernize.planning.outcomes import Outcome, Run, Status
from flask_modernize.project import Project
from flask_modernize.sources import memory_tree

LADDER = (toy_migration.MIGRATION, toy_migration.OPT_IN)


@pytest.fixture(autouse=True)
def crash_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FLASK_MODERNIZE_CACHE_DIR", str(tmp_path))
    return tmp_path / "crashes"


def run(
    files: Mapping[str, bytes],
    *options: str,
    migrations: tuple[Migration, ...] = (toy_migration.MIGRATION,),
    paths: frozenset[str] | None = None,
    settings: str = "",
) -> Run:
    document = read_document({"flask-modernize.toml": settings.encode()}.get)
    configuration = configure(document, LADDER, CommandLine(options=options))
    return planner.run(memory_tree(files), migrations, configuration, paths, jobs=1)


def after(result: Run) -> dict[str, bytes | None]:
    return {delta.path: delta.after for delta in result.changes}


def codes(outcome: Outcome) -> list[tuple[str, int, str]]:
    return [(finding.path, finding.line, finding.code) for finding in outcome.findings]


def migration(*groups: Group) -> Migration:
    """One that wants exactly these groups, wherever their edits' first bytes still are what they were."""

    def plan(project: Project, options: Options, paths: frozenset[str] | None) -> Plan:
        def wanted(group: Group) -> bool:
            files = {edit.path for edit in group.edits}
            return (paths is None or files <= paths) and all(b"old" in project.tree.read(path) for path in files)

        return Plan(tuple(group for group in groups if wanted(group)))

    return replace(toy_migration.MIGRATION, plan=plan)


def group(title: str, *edits: Edit, line: int = 1) -> Group:
    return Group(title, edits[0].path, line, edits)


# -- edits ------------------------------------------------------------------------------------------------------------


def test_sites_are_rewritten_and_the_rest_is_reported() -> None:
    result = run({"a.py": b"import os\n\nx = legacy()\ny = legacy(1)\n"})
    (outcome,) = result.outcomes
    assert after(result) == {"a.py": b"import os\n\nfrom lib import modern\n\nx = modern()\ny = legacy(1)\n"}
    assert outcome.status is Status.APPLIED
    assert codes(outcome) == [("a.py", 4, "T-ARGUMENTS")]
    assert (outcome.sites_rewritten, outcome.sites_left) == (1, 1)
    assert outcome.next_steps == ("Delete lib.legacy when nothing uses it.",)
    edit = next(edit for edit in outcome.edits if edit.group == 1)
    assert (edit.path, edit.line, edit.before, edit.after) == ("a.py", 3, "legacy()", "modern()")


def test_nothing_to_do() -> None:
    result = run({"a.py": b"x = 1\n"})
    assert result.outcomes[0].status is Status.NOTHING_TO_DO
    assert not result.changes


def test_imports_are_added_once_for_all_groups_of_a_file() -> None:
    result = run({"a.py": b"x = legacy()\ny = legacy()\n"})
    changed = after(result)["a.py"]
    assert changed is not None
    assert changed.count(b"from lib import modern") == 1
    assert [edit.group for edit in result.outcomes[0].edits] == [None, 1, 2]


def test_edits_are_narrowed_to_the_paths() -> None:
    files = {"a.py": b"x = legacy()\n", "b.py": b"x = legacy()\n"}
    assert after(run(files, paths=frozenset({"b.py"}))).keys() == {"b.py"}
    assert after(run(files, settings='[toy]\nexclude = ["b.*"]\n')).keys() == {"a.py"}
    assert not run(files, paths=frozenset({"b.py"}), settings='[toy]\nexclude = ["b.*"]\n').changes


def test_each_migration_sees_what_the_previous_one_left() -> None:
    def second(project: Project, options: Options, paths: frozenset[str] | None) -> Plan:
        start = project.tree.read("a.py").find(b"modern()")
        edits = (Edit("a.py", start, start + len(b"modern()"), b"newest"),)
        return Plan((Group("newest", "a.py", 1, edits),) if start >= 0 else ())

    later = replace(toy_migration.MIGRATION, id="later", plan=second)
    result = run({"a.py": b"x = breaks_not and legacy()\n"}, migrations=(toy_migration.MIGRATION, later))
    assert [outcome.status for outcome in result.outcomes] == [Status.APPLIED, Status.APPLIED]
    assert after(result) == {"a.py": b"from lib import modern\n\nx = breaks_not and newest\n"}


def test_the_result_does_not_depend_on_the_order_of_the_groups() -> None:
    files = {f"{name}.py": b"x = legacy()\ny = legacy()\nz = restless()\n" for name in "abc"}

    def backwards(project: Project, options: Options, paths: frozenset[str] | None) -> Plan:
        plan = toy_migration.plan(project, options, paths)
        return Plan(plan.groups[::-1], plan.findings[::-1], plan.next_steps)

    assert run(files).outcomes == run(files, migrations=(replace(toy_migration.MIGRATION, plan=backwards),)).outcomes


# -- conflicts --------------------------------------------------------------------------------------------------------


def test_the_later_one_of_two_overlapping_groups_is_dropped() -> None:
    first = group("first", Edit("a.py", 0, 5, b"new -"))
    second = group("second", Edit("a.py", 4, 9, b"* two"), line=2)
    result = run({"a.py": b"old + one\n"}, migrations=(migration(second, first),))
    assert after(result) == {"a.py": b"new - one\n"}
    assert codes(result.outcomes[0]) == [("a.py", 2, "G-CONFLICT")]
    assert result.outcomes[0].status is Status.UNRESOLVED
    assert result.unresolved


def test_a_group_that_conflicts_in_one_file_is_dropped_in_all() -> None:
    both = group("both", Edit("a.py", 0, 4, b"1"), Edit("b.py", 0, 3, b"2"), line=2)
    one = group("one", Edit("a.py", 0, 3, b"3"))
    result = run({"a.py": b"old = old\n", "b.py": b"old\n"}, migrations=(migration(one, both),))
    assert "b.py" not in result.changes


def test_the_same_edit_may_be_asked_for_twice() -> None:
    groups = [group(title, Edit("a.py", 0, 3, b"new"), Edit("a.py", 7, 8, title.encode())) for title in "12"]
    shared = [groups[0], replace(groups[1], edits=(groups[0].edits[0], Edit("a.py", 8, 9, b"2")))]
    result = run({"a.py": b"old =  34\n"}, migrations=(migration(*shared),))
    assert after(result) == {"a.py": b"new =  12\n"}
    assert len(result.outcomes[0].groups) == 2


def test_a_group_whose_own_edits_overlap_is_dropped() -> None:
    result = run(
        {"a.py": b"old\n"}, migrations=(migration(group("x", Edit("a.py", 0, 3, b"1"), Edit("a.py", 1, 2, b"2"))),)
    )
    assert not result.changes
    assert codes(result.outcomes[0]) == [("a.py", 1, "G-CONFLICT")]


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 4), st.binary(max_size=3)), max_size=8))
def test_groups_that_fit_give_the_text_that_their_edits_say(spans: list[tuple[int, int, bytes]]) -> None:
    from flask_modernize.planning.composition import compatible, offset_after, spans_after, splice, splices_by_path
    from flask_modernize.planning.guards import only_planned_spans

    data = bytes(range(97, 97 + 16))
    groups = [group("g", Edit("a", start, start + length, text)) for start, length, text in spans]
    fitting, colliding = compatible(groups)
    assert sorted(fitting + colliding) == list(range(len(groups)))
    splices = splices_by_path(groups, fitting).get("a", [])
    result = splice(data, splices)
    assert only_planned_spans(data, result, splices) is None
    for each, (start, end) in zip(splices, spans_after(splices), strict=True):
        assert result[start:end] == each.edit.replacement
    untouched = [at for at in range(16) if not any(s.edit.start <= at < s.edit.end for s in splices)]
    assert all(result[offset_after(splices, at)] == data[at] for at in untouched)


# -- guards -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b"y = breaks()\n", "G-PARSE"),
        (b"y = restless()\n", "G-UNSTABLE"),
        (b"y = mixes()\n", "G-FORM"),
        (b"y = forgets(  # why\n)\n", "G-COMMENT"),
    ],
)
def test_a_group_that_breaks_a_guard_is_dropped_and_the_others_stay(line: bytes, code: str) -> None:
    result = run({"a.py": b"x = legacy()\n" + line + b"z = legacy()\n", "b.py": b"legacy()\n"})
    (outcome,) = result.outcomes
    assert after(result)["a.py"] == b"from lib import modern\n\nx = modern()\n" + line + b"z = modern()\n"
    assert "b.py" in result.changes
    assert codes(outcome) == [("a.py", 2, code)]
    assert outcome.status is Status.UNRESOLVED
    assert outcome.sites_rewritten == 3


def test_a_file_in_which_no_single_group_is_at_fault_is_left_alone() -> None:
    # Both insertions are right by themselves; "-lambda: old" is not.
    first = group("minus", Edit("a.py", 0, 0, b"-"))
    second = group("lambda", Edit("a.py", 0, 0, b"lambda: "), line=2)
    result = run({"a.py": b"old\n"}, migrations=(migration(first, second),))
    assert not result.changes
    assert [code for _, _, code in codes(result.outcomes[0])] == ["G-PARSE", "G-PARSE"]


def test_a_comment_may_move() -> None:
    edit = Edit("a.py", 0, 10, b"(\n    # why\n    new\n)")
    result = run({"a.py": b"old  # why\n"}, migrations=(migration(group("x", edit)),))
    assert after(result) == {"a.py": b"(\n    # why\n    new\n)\n"}


def test_form_is_kept_with_byte_order_mark_and_without_final_line_end() -> None:
    result = run({"a.py": b"\xef\xbb\xbfimport os\r\nx = legacy()"})
    assert after(result) == {"a.py": b"\xef\xbb\xbfimport os\r\nfrom lib import modern\r\nx = modern()"}


def test_files_are_created_and_deleted_as_a_whole() -> None:
    change = Group("move", "a.py", 1, (), files=(FileChange("a.py", None), FileChange("b.py", b"new\n")))

    def plan(project: Project, options: Options, paths: frozenset[str] | None) -> Plan:
        return Plan((change,) if project.tree.exists("a.py") else ())

    result = run({"a.py": b"old\n"}, migrations=(replace(toy_migration.MIGRATION, plan=plan),))
    assert after(result) == {"a.py": None, "b.py": b"new\n"}


# -- ignore comments --------------------------------------------------------------------------------------------------


def test_an_ignore_comment_keeps_its_statement() -> None:
    source = b"x = legacy()  # flask-modernize: ignore[toy]\ny = legacy(1)  # flask-modernize: ignore[toy]\n"
    result = run({"a.py": source})
    (outcome,) = result.outcomes
    assert not result.changes
    assert outcome.findings == ()
    assert outcome.status is Status.NOTHING_TO_DO
    assert outcome.ignored == 2


def test_an_unused_ignore_comment_is_reported() -> None:
    result = run({"a.py": b"x = 1  # flask-modernize: ignore[toy]\n"})
    (finding,) = result.outcomes[0].findings
    assert (finding.code, finding.line, finding.site) == ("I-UNUSED", 1, False)
    assert not result.unresolved


def test_an_ignore_comment_of_a_migration_that_does_not_run_is_not_unused() -> None:
    result = run({"a.py": b"x = 1  # flask-modernize: ignore[toy]\n"}, migrations=(toy_migration.OPT_IN,))
    assert result.outcomes[0].findings == ()


def test_an_ignore_comment_must_name_a_migration_that_there_is() -> None:
    source = b"x = legacy()  # flask-modernize: ignore[tory]\ny = legacy()  # flask-modernize: ignore\n"
    result = run({"a.py": source})
    assert [(finding.line, finding.code) for finding in result.remarks] == [(1, "I-UNKNOWN"), (2, "I-BARE")]
    assert "Did you mean 'toy'?" in result.remarks[0].message
    changed = after(result)["a.py"]
    assert changed is not None
    assert b"x = modern()" in changed
    assert b"y = legacy()" in changed, "until it is mended a bare comment keeps the statement"


def test_ignore_comments_hold_in_the_second_run_too() -> None:
    source = b"x = legacy()\ny = legacy()  # flask-modernize: ignore[toy]\n"
    result = run({"a.py": source})
    assert result.outcomes[0].status is Status.APPLIED
    assert result.outcomes[0].sites_rewritten == 1


# -- crashes ----------------------------------------------------------------------------------------------------------


def test_a_crash_on_one_file_becomes_a_finding_with_a_reproducer(crash_folder: Path) -> None:
    files = {f"f{number}.py": b"x = legacy()\n" for number in range(9)} | {"f4.py": b"raise_in_migration = legacy()\n"}
    result = run(files)
    (outcome,) = result.outcomes
    assert set(after(result)) == set(files) - {"f4.py"}
    assert codes(outcome) == [("f4.py", 1, "G-CRASH")]
    assert "PlannedCrash: on f4.py (toy_migration.py:" in outcome.findings[0].message
    (reproducer,) = crash_folder.iterdir()
    assert str(reproducer) in outcome.findings[0].advice
    text = reproducer.read_text()
    assert "migration: toy\npath: f4.py\n" in text
    assert "Traceback" in text
    assert text.endswith("raise_in_migration = legacy()\n")


def test_several_bad_files_are_all_found() -> None:
    files = {f"f{number}.py": b"x = legacy()\n" for number in range(9)}
    files |= dict.fromkeys(("f0.py", "f3.py", "f8.py"), b"raise_in_migration\n")
    assert [path for path, _, _ in codes(run(files).outcomes[0])] == ["f0.py", "f3.py", "f8.py"]


def test_a_migration_that_always_crashes_fails_and_what_needs_it_is_skipped() -> None:
    result = run({"a.py": b"x = legacy()\n"}, "toy.crash=yes", migrations=LADDER)
    assert [outcome.status for outcome in result.outcomes] == [Status.FAILED, Status.SKIPPED]
    assert "PlannedCrash: always" in result.outcomes[0].reason
    assert result.outcomes[1].reason == "It needs toy, which did not work."
    assert result.unresolved
    assert not result.changes


def test_a_cache_directory_that_cannot_be_written_does_not_matter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("FLASK_MODERNIZE_CACHE_DIR", str(tmp_path / "file"))
    (finding,) = run({"a.py": b"raise_in_migration\n"}).outcomes[0].findings
    assert finding.code == "G-CRASH"
    assert finding.advice.endswith("please report it.")


def test_a_file_that_does_not_parse_is_a_problem_and_stops_nothing() -> None:
    result = run({"a.py": b"import flask\nprint 'x'\n", "b.py": b"legacy()\n"})
    assert [problem.path for problem in result.problems] == ["a.py"]
    assert set(after(result)) == {"b.py"}


def test_findings_are_sorted() -> None:
    found = [Finding("b.py", 1, 1, "X", ""), Finding("a.py", 9, 1, "X", ""), Finding("a.py", 2, 5, "X", "")]

    def plan(project: Project, options: Options, paths: frozenset[str] | None) -> Plan:
        return Plan((), tuple(found))

    result = run({"a.py": b""}, migrations=(replace(toy_migration.MIGRATION, plan=plan),))
    assert list(result.outcomes[0].findings) == sorted(found)
