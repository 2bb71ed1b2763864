"""Golden cases as pytest tests."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from flask_modernize.planning.contract import Migration
from flask_modernize.testing import golden
from flask_modernize.testing.behaviour import check_same_behaviour
from flask_modernize.testing.checks import RESULT, Check, checks_of, rewritten
from flask_modernize.testing.golden import GoldenCase, golden_cases, is_booted
from flask_modernize.testing.plugin import OPTION

if TYPE_CHECKING:
    import pytest

BEHAVIOUR = Check("behaviour", lambda case, _: check_same_behaviour(case), is_booted)


def golden_tests(
    directory: str | Path, migration: Migration | None = None, *, booted: bool = True
) -> Callable[..., None]:
    """A test function for pytest: every case of ``directory`` with every check.

    ``test_golden = golden_tests(Path(__file__).parent / "golden", MIGRATION)``. With a migration the cases are
    ``directory/<case>``, without one ``directory/<migration id>/<case>``. With ``--update-golden`` (see
    :mod:`flask_modernize.testing.plugin`) the expectations are rewritten. ``booted``: whether cases with ``[boot]`` are
    run as applications. Raises ValueError where there are no cases.
    """
    import pytest

    cases = golden_cases(directory, migration)
    if not cases:
        raise ValueError(f"{directory} has no golden cases: a case is a directory with before/ in it")
    parameters = [
        pytest.param(case, check, id=f"{case.id}-{check.name}")
        for case in cases
        for check in (*checks_of(case), *((BEHAVIOUR,) if booted and BEHAVIOUR.applies(case) else ()))
    ]

    @pytest.mark.parametrize(("case", "check"), parameters)
    def test_golden(case: GoldenCase, check: Check, tmp_path: Path, request: pytest.FixtureRequest) -> None:
        if check is RESULT and request.config.getoption(OPTION, default=False):
            golden.update(case, *rewritten(case, case.before(), tmp_path / "update"))
        check.run(case, tmp_path)

    return test_golden
