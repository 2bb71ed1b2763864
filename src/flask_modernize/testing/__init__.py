"""The test kit for migrations, ours and anybody's: short assertions, and golden cases with checks that come with them.

::

    from pathlib import Path
    from flask_modernize.testing import assert_leaves, assert_rewrites, golden_tests

    def test_calls() -> None:
        assert_rewrites(MIGRATION, "legacy()\\n", "modern()\\n")
        assert_leaves(MIGRATION, "legacy(1)\\n", codes=["X-ARGUMENTS"])

    test_golden = golden_tests(Path(__file__).parent / "golden", MIGRATION)

docs/codemods.md says more. pytest is only needed by ``golden_tests`` and the plugin.
"""

from flask_modernize.testing.assertions import assert_documented as assert_documented
from flask_modernize.testing.assertions import assert_leaves as assert_leaves
from flask_modernize.testing.assertions import assert_rewrites as assert_rewrites
from flask_modernize.testing.golden import GoldenCase as GoldenCase
from flask_modernize.testing.golden import golden_cases as golden_cases
from flask_modernize.testing.own_codemods import project_migration as project_migration
from flask_modernize.testing.pytest_cases import golden_tests as golden_tests
