"""Runs ``select-queries`` in this process over the festival project with further modules in it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from flask_modernize_codemods.select_queries import MIGRATION

from executed.equivalence import Remark, Rewritten
from flask_modernize.planning.configuration import CommandLine, Document, configure
from flask_modernize.planning.outcomes import Status
from flask_modernize.planning.planner import run
from flask_modernize.sources import working_tree

PROJECT = Path(__file__).parent / "festival"


def select_queries(modules: Mapping[str, str]) -> dict[str, Rewritten]:
    """What the migration makes of ``modules`` (name to text), which stand in the package ``festival.views``."""
    with tempfile.TemporaryDirectory() as directory:
        root = Path(directory)
        shutil.copytree(PROJECT, root / "festival", ignore=shutil.ignore_patterns("__pycache__"))
        views = root / "festival" / "views"
        for name, text in modules.items():
            (views / f"{name}.py").write_text(text, encoding="utf-8")
        return _rewrite(root, modules)


def _rewrite(root: Path, modules: Mapping[str, str]) -> dict[str, Rewritten]:
    tree = working_tree(root)
    done = run(tree, [MIGRATION], configure(Document({}), [MIGRATION], CommandLine()), jobs=1, cache=False)
    (outcome,) = done.outcomes
    crashes = [finding for finding in outcome.findings if finding.code == "G-CRASH"]
    assert outcome.status is not Status.FAILED, outcome.reason
    assert not crashes, "\n".join(f"{crash.path}: {crash.message} {crash.advice}" for crash in crashes)
    paths = {name: f"festival/views/{name}.py" for name in modules}
    assert {delta.path for delta in done.changes} <= set(paths.values()), (
        "the models hold no query, and must stay as they are"
    )
    after = tree.with_changes(done.changes)
    return {
        name: Rewritten(
            after.read(path).decode(),
            tuple(Remark(each.line, each.code, each.message) for each in outcome.findings if each.path == path),
        )
        for name, path in paths.items()
    }
