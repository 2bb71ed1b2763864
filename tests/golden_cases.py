"""Our own golden cases, ``tests/golden/<migration>/<case>``, and the kit that runs them."""

from __future__ import annotations

from pathlib import Path

from flask_modernize.testing.golden import Files as Files
from flask_modernize.testing.golden import GoldenCase as GoldenCase
from flask_modernize.testing.golden import check_same as check_same
from flask_modernize.testing.golden import differences as differences
from flask_modernize.testing.golden import found as found
from flask_modernize.testing.golden import git_apply as git_apply
from flask_modernize.testing.golden import golden_cases
from flask_modernize.testing.golden import read_files as read_files
from flask_modernize.testing.golden import result as result
from flask_modernize.testing.golden import run as run
from flask_modernize.testing.golden import update as update
from flask_modernize.testing.golden import with_crlf as with_crlf
from flask_modernize.testing.golden import with_findings as with_findings
from flask_modernize.testing.golden import write_files as write_files

GOLDEN = Path(__file__).parent / "golden"


def cases(golden: Path = GOLDEN) -> list[GoldenCase]:
    """All of them, in the order of their ids."""
    return golden_cases(golden)
