"""What reports say, apart from where they are printed."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flask_modernize.planning.contract import Finding
from flask_modernize.planning.outcomes import AppliedEdit, AppliedGroup, Outcome, Run, Status
from flask_modernize.reporting import json_report, plain
from flask_modernize.reporting.patch import patch
from flask_modernize.reporting.view import Mode, View, closing, grouped, rows, visible
from flask_modernize.sources import Changes, FileDelta, SourceProblem

CHANGES = Changes(
    [FileDelta("a.py", b"x = 1\n", b"x = 2\n"), FileDelta("new.py", None, b"y\n"), FileDelta("old.py", b"z\n", None)]
)


def finding(path: str, line: int, code: str = "T-X", message: str = "It is so.", advice: str = "Do.") -> Finding:
    return Finding(path, line, 1, code, message, advice)


def outcome(
    findings: Sequence[Finding] = (), changes: Changes = CHANGES, status: Status = Status.APPLIED, **other: object
) -> Outcome:
    values: dict[str, object] = {
        "migration": "toy",
        "summary": "summary",
        "status": status,
        "groups": (AppliedGroup(1, "title", "a.py", 1, 2),) if changes else (),
        "edits": (AppliedEdit("a.py", 1, "1", "2", 1),) if changes else (),
        "findings": tuple(findings),
        "changes": changes,
    }
    return Outcome(**(values | other))  # type: ignore[arg-type]


def view(
    *outcomes: Outcome,
    mode: Mode = Mode.DRY_RUN,
    problems: tuple[SourceProblem, ...] = (),
    python_files: int = 3,
    relevant_files: int = 2,
    here: str = "/srv",
    root: str = "/srv",
    diffs: bool = True,
) -> View:
    changes = Changes()
    for each in outcomes:
        changes = changes.then(each.changes)
    run = Run(outcomes, problems, (), changes, python_files, relevant_files)
    return View(run, mode, root, here, command="flask-modernize .", diffs=diffs)


def text(shown: View) -> str:
    return b"".join(plain.render(shown)).decode()


def test_findings_are_grouped_by_code_and_what_to_do_with_the_most_frequent_first() -> None:
    found = [finding("b.py", 1), finding("a.py", 2, "T-Y"), finding("a.py", 1), finding("c.py", 1, advice="Other.")]
    groups = grouped(found)
    assert [(group.code, group.advice, len(group.findings)) for group in groups] == [
        ("T-X", "Do.", 2),
        ("T-X", "Other.", 1),
        ("T-Y", "Do.", 1),
    ]
    assert [each.path for each in groups[0].findings] == ["a.py", "b.py"]
    assert groups[0].message == "It is so."


def test_different_messages_stand_with_their_places() -> None:
    shown = text(view(outcome([finding("a.py", 1), finding("a.py", 2, message="Another.")])))
    assert "T-X:\n  a.py:1:1: It is so.\n  a.py:2:1: Another.\n  To do: Do.\n" in shown


def test_the_summary_counts_sites() -> None:
    remark = Finding("a.py", 9, 1, "I-UNUSED", "", site=False)
    (row,) = rows(
        view(outcome([finding("a.py", 1), finding("a.py", 2, "T-Y"), finding("b.py", 2, "T-Y"), remark], ignored=4)).run
    )
    assert (row.files, row.rewritten, row.left, row.ignored) == (3, 2, 3, 4)
    assert row.left_by_code == "T-Y 2, T-X 1"


@pytest.mark.parametrize(
    ("here", "place"),
    [("/srv", "app/a.py"), ("/srv/app", "a.py"), ("/srv/tests", "../app/a.py"), ("/", "srv/app/a.py")],
)
def test_places_are_seen_from_where_the_reader_is(here: str, place: str) -> None:
    assert view(here=here).place("app/a.py") == place


@pytest.mark.parametrize(
    ("shown", "words"),
    [
        (view(), "No migration was asked for"),
        (view(outcome(changes=Changes()), python_files=0), "There are no Python files here."),
        (view(outcome(changes=Changes()), relevant_files=0), "none of them mentions Flask or SQLAlchemy"),
        (view(outcome(changes=Changes())), "3 Python files looked at; nothing to do."),
        (view(outcome([finding("a.py", 1)], Changes())), "nothing to change. 1 place above is left to you."),
        (view(outcome([finding("a.py", 1), finding("a.py", 2)], Changes())), "2 places above are left to you."),
        (view(outcome(changes=Changes(), status=Status.FAILED)), "Not everything worked"),
        (view(outcome()), "To make these changes:"),
        (view(outcome(), mode=Mode.CHECK), "To see the changes:"),
        (view(outcome(), mode=Mode.WRITE), "3 files changed. Read the diff, run your tests, and commit."),
    ],
)
def test_the_last_words_tell_what_is_next(shown: View, words: str) -> None:
    assert words in " ".join(closing(shown))
    assert words in text(shown)


def test_without_diffs_the_changed_files_are_named() -> None:
    shown = text(view(outcome(), diffs=False))
    assert "# toy: a.py\n# toy: new.py\n# toy: old.py\n" in shown
    assert "diff --git" not in shown


def test_problems_name_the_place() -> None:
    problems = (
        SourceProblem("a.py", 0, 0, "S-BINARY", "it is binary"),
        SourceProblem("b.py", 3, 4, "S-SYNTAX", "broken"),
    )
    shown = text(view(outcome(), problems=problems))
    assert "== 2 files not looked at\n\n  a.py: it is binary [S-BINARY]\n  b.py:3:4: broken [S-SYNTAX]\n" in shown


def test_next_steps_are_told_once() -> None:
    shown = view(
        outcome(next_steps=("Run the tests.",)), outcome(changes=Changes(), next_steps=("Run the tests.", "Rest."))
    )
    assert "Next steps:\n- Run the tests.\n- Rest.\n" in text(shown)


def test_control_characters_are_spelled_out() -> None:
    assert visible("a\x1b[31m\tb\u202ec\u00a0d") == "a\\x1b[31m\tb\\u202ec\u00a0d"
    assert "\x1b" not in text(view(outcome([finding("a.py", 1, message="The name \x1b[31m is odd.")])))


@given(st.text(st.characters(), max_size=30), st.text(max_size=10))
def test_every_text_makes_a_valid_json_report(message: str, code: str) -> None:
    found = finding("a.py", 1, code, message + "\udcff")
    shown = view(outcome([found], edits=(AppliedEdit("a.py", 1, message, "\udce9", None),)))
    rendered = json_report.render(shown)
    assert rendered.isascii()
    report = json.loads(rendered)
    json.dumps(report, ensure_ascii=False).encode("utf-8")  # no lone surrogates
    jsonschema.validate(report, json_report.schema())


def test_the_json_report_lists_files_by_what_happened_to_them() -> None:
    report = json_report.report(view(outcome(), mode=Mode.WRITE, here="/srv/app"))
    assert report["migrations"][0]["files"] == {"changed": ["a.py"], "created": ["new.py"], "deleted": ["old.py"]}
    assert report["written"] is True
    assert report["root"] == ".."
    jsonschema.validate(report, json_report.schema())


def test_the_documentation_of_the_json_report_is_complete() -> None:
    page = (Path(__file__).parents[3] / "docs" / "json-schema.md").read_text()
    schema = json_report.schema()
    names = set(schema["properties"])
    for definition in schema["$defs"].values():
        names |= set(definition.get("properties", ()))
    missing = [name for name in sorted(names) if f"`{name}`" not in page]
    assert not missing


@pytest.mark.parametrize("base", ["", "services/shop"])
def test_a_patch_starts_at_the_top_of_the_checkout(tmp_path: Path, base: str) -> None:
    project = tmp_path / base
    project.mkdir(parents=True, exist_ok=True)
    (project / "a.py").write_bytes(b"x = 1\n")
    (project / "old.py").write_bytes(b"z\n")
    for command in (["git", "init", "-q"], ["git", "apply"]):
        subprocess.run(command, cwd=tmp_path, input=patch(CHANGES, base), check=True)
    assert {path.name: path.read_bytes() for path in project.glob("*.py")} == {"a.py": b"x = 2\n", "new.py": b"y\n"}
