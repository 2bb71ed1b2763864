"""Which files are tests, by where they stand and what they are called."""

from __future__ import annotations

_DIRECTORIES = frozenset(
    {"test", "tests", "testing", "unittests", "functional_tests", "integration_tests", "unit_tests"}
)
_NAMES = frozenset({"conftest", "test", "tests", "testcase", "testcases", "runtests", "run_tests"})


def is_test_path(path: str) -> bool:
    """Whether a file is a test or helps tests: ``tests/...``, ``test_x.py``, ``x_test.py``, ``conftest.py``."""
    *directories, name = path.split("/")
    stem = name.partition(".")[0]
    return (
        stem in _NAMES
        or stem.startswith(("test_", "tests_"))
        or stem.endswith(("_test", "_tests"))
        or not _DIRECTORIES.isdisjoint(directories)
    )
