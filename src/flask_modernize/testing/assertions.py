"""Short assertions about one migration and a few lines of code; nothing is on disk."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence

from flask_modernize.planning import planner, registry
from flask_modernize.planning.configuration import CommandLine, Document, configure
from flask_modernize.planning.contract import Migration
from flask_modernize.planning.documentation import AFTER, BEFORE, documentation
from flask_modernize.planning.outcomes import Outcome, Status
from flask_modernize.sources import Tree, memory_tree
from flask_modernize.testing.golden import Files, check_same, option_text

Sources = str | Mapping[str, str | bytes]
"""The text of ``app.py``, or of several files by path. The common indentation of a text does not count."""


def assert_rewrites(
    migration: Migration | str,
    before: Sources,
    after: Sources,
    *,
    options: Mapping[str, object] | None = None,
    codes: Sequence[str] = (),
) -> None:
    """The migration (or the installed one of that id) makes ``after`` of ``before``, and nothing more the second time.

    ``after`` names every file, also those that stay. ``codes`` are those of the findings, in the order of their
    places. Raises AssertionError that shows what differs.
    """
    expected = files_of(after)
    actual, outcome = _rewritten(migration, files_of(before), options)
    _check_status(outcome)
    check_same(expected, actual)
    _check_codes(outcome, codes)
    again, _ = _rewritten(migration, expected, options)
    assert again == expected, "a second run changes the result again:\n" + "\n".join(
        path for path in sorted(again) if again[path] != expected.get(path)
    )


def assert_leaves(
    migration: Migration | str,
    files: Sources,
    *,
    options: Mapping[str, object] | None = None,
    codes: Sequence[str] = (),
) -> None:
    """The migration leaves the files as they are, and reports findings of these codes, in the order of their places."""
    before = files_of(files)
    actual, outcome = _rewritten(migration, before, options)
    _check_status(outcome)
    check_same(before, actual)
    _check_codes(outcome, codes)


def assert_documented(migration: Migration | str) -> None:
    """The documentation has all sections, and its *Example before* becomes its *Example after*.

    Raises AssertionError, DocumentationError.
    """
    found = registry.migration(migration) if isinstance(migration, str) else migration
    described = documentation(found)
    empty = [name for name, text in described.sections.items() if not text.strip()]
    assert not empty, f"nothing is said under {', '.join(empty)}"
    assert_rewrites(found, described.example(BEFORE), described.example(AFTER))


def files_of(sources: Sources) -> Files:
    """The files as bytes by path."""
    named = {"app.py": sources} if isinstance(sources, str) else sources
    return {path: text if isinstance(text, bytes) else _dedented(text).encode() for path, text in named.items()}


def _dedented(text: str) -> str:
    return textwrap.dedent(text.removeprefix("\n"))


def _rewritten(migration: Migration | str, files: Files, options: Mapping[str, object] | None) -> tuple[Files, Outcome]:
    found = registry.migration(migration) if isinstance(migration, str) else migration
    words = tuple(f"{found.id}.{name}={option_text(value)}" for name, value in (options or {}).items())
    known = {each.id: each for each in (*registry.migrations(), found)}
    configuration = configure(Document({}), known.values(), CommandLine(only=(found.id,), options=words))
    tree: Tree = memory_tree(files)
    (outcome,) = planner.run(tree, (found,), configuration, jobs=1).outcomes
    after = tree.with_changes(outcome.changes)
    return {path: after.read(path) for path in after.paths}, outcome


def _check_status(outcome: Outcome) -> None:
    said = "\n".join(f"{each.path}:{each.line} {each.code}: {each.message}" for each in outcome.findings)
    assert outcome.status not in (Status.FAILED, Status.UNRESOLVED), f"{outcome.status.value}: {outcome.reason}\n{said}"


def _check_codes(outcome: Outcome, codes: Sequence[str]) -> None:
    found = [each.code for each in outcome.findings]
    said = "\n".join(f"{each.path}:{each.line} {each.code}: {each.message}" for each in outcome.findings)
    assert found == list(codes), f"other findings than {list(codes)}:\n{said or 'none'}"
