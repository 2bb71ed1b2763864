"""Every golden case, and what must hold for each of them whatever it is about."""

from __future__ import annotations

import os

import golden_cases
import pytest

from flask_modernize.testing import golden_tests
from flask_modernize.testing.behaviour import check_same_behaviour
from flask_modernize.testing.golden import GoldenCase, is_booted
from flask_modernize.verify.runs import ProbeServer

BOOTED = [case for case in golden_cases.cases() if is_booted(case)]

test_golden = golden_tests(golden_cases.GOLDEN, booted=False)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the probe's server forks")
@pytest.mark.parametrize("case", BOOTED, ids=lambda case: case.id)
def test_the_application_behaves_the_same(case: GoldenCase, probe_server: ProbeServer) -> None:
    check_same_behaviour(case, probe_server)
