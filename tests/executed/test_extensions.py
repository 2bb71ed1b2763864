"""Every row of the table of extensions that can run: the bound and the unbound form make the same application."""

from __future__ import annotations

import importlib.util
import os
from importlib.machinery import PathFinder
from pathlib import Path

import golden_cases
import pytest
from flask_modernize_codemods.unbound_extensions import MIGRATION
from flask_modernize_codemods.unbound_extensions.extensions_table import EXTENSIONS

from executed.extensions.applications import APPLICATIONS, NOT_RUN, Application
from flask_modernize.testing import behaviour
from flask_modernize.verify.compare import compare
from flask_modernize.verify.runs import Limits, ProbeServer, Target, probe, requests_of

MORE = os.environ.get("FLASK_MODERNIZE_EXTENSIONS", str(Path(__file__).parents[2] / ".venv-extensions"))
ENVIRONMENT = {"EXTENSIONS": MORE}
LIMITS = Limits(seconds=30, automatic_requests=60)


def is_installed(module: str) -> bool:
    return importlib.util.find_spec(module) is not None or PathFinder.find_spec(module, [MORE]) is not None


def unbound(application: Application, root: Path) -> dict[str, bytes]:
    """The application after the migration, which must have moved everything."""
    golden_cases.write_files(application.tree(), root)
    tree, run = golden_cases.run(root, MIGRATION)
    assert [each for each in golden_cases.found(run) if "X-CONTEXT" not in each] == []
    return golden_cases.result(tree, run)


@pytest.mark.parametrize("application", APPLICATIONS, ids=lambda application: application.name)
def test_both_forms_make_the_same_application(
    application: Application, tmp_path: Path, probe_server: ProbeServer
) -> None:
    if not is_installed(application.module):
        pytest.skip(f"{application.name} is not installed")
    after = unbound(application, tmp_path)
    assert b".init_app(" in after["app.py"]
    assert "extensions.py" in after
    before = probe(Target(application.tree(), "app:app", environment=ENVIRONMENT), limits=LIMITS, server=probe_server)
    record = probe(
        Target(after, "app:app", environment=ENVIRONMENT),
        replay=requests_of(before),
        limits=LIMITS,
        server=probe_server,
    )
    intended = [behaviour.intended(each) for each in application.ignored]
    comparison = compare(before, record, intended=intended)
    assert comparison.result != "different", "\n".join(map(str, comparison.differences))


def test_every_distribution_is_run_or_says_why_not() -> None:
    run = {application.name for application in APPLICATIONS}
    in_table = {row.distribution for row in EXTENSIONS}
    assert run & NOT_RUN.keys() == set()
    assert in_table <= run | NOT_RUN.keys()
    assert NOT_RUN.keys() <= in_table


def test_every_class_of_the_table_has_the_application_among_its_parameters() -> None:
    for row in EXTENSIONS:
        assert "app" in row.positional
        assert set(row.init_positional) <= {*row.to_init_app, *row.either, *row.positional} or row.to_init_app == ("*",)
