"""Migrations of libraries run where the project is on an old version, and are said to be not active elsewhere."""

from __future__ import annotations

from dataclasses import replace

import pytest
import toy_migration

from flask_modernize.planning import planner
from flask_modernize.planning.configuration import CommandLine, configure, read_document
from flask_modernize.planning.contract import Finding, Migration, Options, Plan
from flask_modernize.planning.libraries import library
from flask_modernize.planning.outcomes import Run, Status
from flask_modernize.planning.run_cache import RunCache
from flask_modernize.project import Project
from flask_modernize.reporting import plain
from flask_modernize.reporting.view import Mode, View
from flask_modernize.rules.pins import raise_pin
from flask_modernize.sources import memory_tree

OLD = {"a.py": b"import flask\nlegacy()\n", "requirements.txt": b"Flask==1.0\nWerkzeug==0.14\n"}
NEW = {"a.py": b"import flask\nlegacy()\n", "requirements.txt": b"Flask==3.1.0\n"}


def pinning(id: str, order: int, distribution: str) -> Migration:
    """A migration that does nothing but raise the pin of its library."""

    def plan(project: Project, options: Options, paths: frozenset[str] | None) -> Plan:
        return raise_pin(project, library(distribution))

    return replace(toy_migration.MIGRATION, id=id, order=order, plan=plan, library=library(distribution), options=())


FLASK, WERKZEUG = pinning("flask-3", 1, "Flask"), pinning("werkzeug-3", 2, "Werkzeug")
TOY = replace(toy_migration.MIGRATION, library=library("Flask"))


def run(files: dict[str, bytes], *migrations: Migration, only: tuple[str, ...] = (), settings: str = "") -> Run:
    document = read_document({"flask-modernize.toml": settings.encode()}.get)
    configuration = configure(document, migrations, CommandLine(only=only))
    chosen = [each for each in migrations if each.id in configuration.migrations]
    return planner.run(memory_tree(files), chosen, configuration, jobs=1)


def test_it_runs_on_an_old_version() -> None:
    assert run(OLD, TOY).outcomes[0].status is Status.APPLIED


def test_it_is_not_active_on_a_new_version_and_says_why() -> None:
    result = run(NEW, TOY)
    (outcome,) = result.outcomes
    assert outcome.status is Status.NOT_ACTIVE
    assert not result.changes
    assert not result.unresolved
    assert outcome.reason == ("Flask==3.1.0 (requirements.txt:1) is not below 3.1. To run it all the same: --only toy.")


@pytest.mark.parametrize(("only", "settings"), [(("toy",), ""), ((), 'always = ["toy"]\n')])
def test_it_runs_when_it_is_asked_for(only: tuple[str, ...], settings: str) -> None:
    assert run(NEW, TOY, only=only, settings=settings).outcomes[0].status is Status.APPLIED


def test_what_needs_it_runs_though_it_is_not_active() -> None:
    needing = replace(toy_migration.MIGRATION, id="second", order=20, needs=("toy",), options=())
    assert [each.status for each in run(NEW, TOY, needing).outcomes] == [Status.NOT_ACTIVE, Status.APPLIED]


def test_a_pin_that_another_one_raised_does_not_count() -> None:
    files = {**OLD, "requirements.txt": b"Flask==1.0\nWerkzeug==0.14\n"}
    after_werkzeug = replace(TOY, id="toy", order=3, library=library("Werkzeug"), options=())
    result = run(files, FLASK, WERKZEUG, after_werkzeug)
    assert [each.status for each in result.outcomes] == [Status.APPLIED, Status.NOTHING_TO_DO, Status.APPLIED]
    assert result.changes.get("requirements.txt").after == b"Flask>=3.1,<3.2\nWerkzeug>=3.1,<3.2\n"  # type: ignore[union-attr]
    left = {**files, **{delta.path: delta.after or b"" for delta in result.changes}}
    assert {each.status for each in run(left, FLASK, WERKZEUG, after_werkzeug).outcomes} == {Status.NOT_ACTIVE}


def test_what_is_not_active_is_one_line_of_the_report() -> None:
    text = b"".join(plain.render(View(run(NEW, TOY, replace(TOY, id="other", order=11)), Mode.DRY_RUN))).decode()
    assert "Not active here: toy, other (flask-modernize list --why).\n" in text
    assert text.count("toy") == 1


def test_a_kept_run_is_not_used_when_it_is_asked_for(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLASK_MODERNIZE_CACHE_DIR", str(tmp_path))
    document = read_document({}.get)
    tree = memory_tree(NEW)
    kept = RunCache(tree, [TOY], configure(document, [TOY], CommandLine()), None)
    kept.save(run(NEW, TOY))
    loaded = kept.load()
    assert loaded is not None
    assert loaded.outcomes[0].status is Status.NOT_ACTIVE
    assert RunCache(tree, [TOY], configure(document, [TOY], CommandLine(only=("toy",))), None).load() is None


def reporting(migration: Migration) -> Migration:
    """The same, with a finding."""

    def plan(project: Project, options: Options, paths: frozenset[str] | None) -> Plan:
        return replace(migration.plan(project, options, paths), findings=(Finding("a.py", 1, 1, "X", "M.", "A."),))

    return replace(migration, plan=plan)


def steps(*migrations: Migration, others: tuple[Migration, ...] = (), files: dict[str, bytes] = OLD) -> list[str]:
    configuration = configure(read_document({}.get), migrations, CommandLine())
    result = planner.run(memory_tree(files), migrations, configuration, jobs=1, others=others)
    return [step for outcome in result.outcomes for step in outcome.next_steps]


def test_a_migration_whose_pin_another_one_raised_is_named_when_it_does_not_run() -> None:
    said = "Run werkzeug-3, too: the pin of Werkzeug was raised with the others: flask-modernize --only werkzeug-3"
    assert steps(FLASK, others=(WERKZEUG,)) == [said]
    assert steps(FLASK, WERKZEUG) == []


def test_findings_that_the_next_run_does_not_tell_are_named_in_the_one_that_raises_the_pin() -> None:
    (said,) = steps(reporting(FLASK))
    assert said.startswith("See to the findings of flask-3: with the new pin only --only flask-3 tells them again")
    assert steps(reporting(FLASK), files=NEW) == []


def test_findings_that_old_code_keeps_in_view_are_not_lost() -> None:
    kept = replace(reporting(FLASK), old_code=lambda project: "a.py:2 is for an older one: legacy()")
    assert steps(kept) == []
