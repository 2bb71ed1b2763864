"""The kit's assertions: they pass for what is right, and fail, with words that help, for what is not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import toy_migration

from flask_modernize.planning.documentation import DocumentationError
from flask_modernize.testing import assert_documented, assert_leaves, assert_rewrites, golden_tests, project_migration

TOY = toy_migration.MIGRATION
AFTER = "from lib import modern\nmodern()\n"


def test_a_rewrite() -> None:
    assert_rewrites(TOY, "from lib import modern\nlegacy()\n", AFTER)
    assert_rewrites(
        TOY, {"a.py": "from lib import modern\nlegacy()\n", "b.txt": b"\xff"}, {"a.py": AFTER, "b.txt": b"\xff"}
    )


def test_the_indentation_of_a_text_does_not_count() -> None:
    assert_rewrites(
        TOY,
        """
        from lib import modern
        legacy()
        legacy(1)
        """,
        """
        from lib import modern
        modern()
        legacy(1)
        """,
        codes=["T-ARGUMENTS"],
    )


@pytest.mark.parametrize(
    ("before", "after", "codes", "said"),
    [
        ("legacy()\n", "modern()\n", [], "app.py: differs"),
        ("x = 1\n", AFTER, [], "app.py: differs"),
        ("from lib import modern\nlegacy()\nlegacy(2)\n", AFTER + "legacy(2)\n", [], "T-ARGUMENTS: The call legacy"),
        ("from lib import modern\nlegacy()\n", AFTER, ["T-ARGUMENTS"], "other findings than"),
        ("breaks()\n", ")(\n", [], "unresolved"),
        ("raise_in_migration\n", "raise_in_migration\n", [], "PlannedCrash"),
    ],
)
def test_a_wrong_rewrite(before: str, after: str, codes: list[str], said: str) -> None:
    with pytest.raises(AssertionError) as error:
        assert_rewrites(TOY, before, after, codes=codes)
    assert said in str(error.value)


def test_options_are_those_of_the_migration() -> None:
    with pytest.raises(AssertionError, match="PlannedCrash: always"):
        assert_leaves(TOY, "x = 1\n", options={"crash": True})


def test_what_is_left() -> None:
    assert_leaves(TOY, "legacy(1)\n", codes=["T-ARGUMENTS"])
    assert_leaves("select-queries", "x = 1\n")
    with pytest.raises(AssertionError, match=r"app\.py: differs"):
        assert_leaves(TOY, "legacy()\n")
    with pytest.raises(AssertionError, match="other findings than"):
        assert_leaves(TOY, "legacy(1)\n")


def test_documentation() -> None:
    assert_documented(documented(""))
    with pytest.raises(AssertionError, match="differs"):
        assert_documented(documented("modern()", "ancient()"))
    with pytest.raises(AssertionError, match="nothing is said under Safety"):
        assert_documented(documented("Calls with arguments are left alone.\n", "\n"))
    with pytest.raises(DocumentationError):
        assert_documented(toy_migration.OPT_IN)


def documented(old: str, new: str = "") -> toy_migration.Migration:
    text = toy_migration.DOCUMENTATION.replace(
        "    from lib import modern\n    modern()", "    from lib import modern\n\n    modern()"
    )
    return replace(TOY, documentation=text.replace(old, new) if old else text)


# -- golden cases -----------------------------------------------------------------------------------------------------

CASES = {
    "rewrites/before/app.py": "from lib import modern\nlegacy()\nlegacy(1)\n",
    "rewrites/after/app.py": "from lib import modern\nmodern()\nlegacy(1)\n",
    "rewrites/case.toml": 'findings = [\n    "app.py:3 T-ARGUMENTS",\n]\n',
    "leaves_others/before/app.py": "x = 1\n",
}
TEST = """
from pathlib import Path
from flask_modernize.testing import golden_tests
from toy_migration import MIGRATION
test_golden = golden_tests(Path(__file__).parent / "golden", MIGRATION)
"""


@pytest.fixture
def project(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setenv("PYTHONPATH", str(Path(toy_migration.__file__).parent))
    pytester.makepyfile(test_toy=TEST)
    write(pytester, CASES)
    return pytester


def write(project: pytest.Pytester, files: dict[str, str]) -> None:
    for path, text in files.items():
        place = project.path / "golden" / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text)


def run(project: pytest.Pytester, *arguments: str) -> pytest.RunResult:
    return project.runpytest_subprocess("-W", "error", "-p", "no:cacheprovider", *arguments)


def test_every_case_gets_every_check(project: pytest.Pytester) -> None:
    result = run(project, "-v")
    result.assert_outcomes(passed=11)
    for check in ("name", "result", "second-run", "processes", "windows", "patch", "compiles"):
        result.stdout.fnmatch_lines([f"*rewrites-{check}*PASSED*"])


WRONG = {
    "result/before/app.py": "legacy()\n",
    "result/after/app.py": "legacy()\nlegacy()\n",
    "finding/before/app.py": "from lib import modern\nlegacy()\nlegacy(1)\n",
    "finding/after/app.py": "from lib import modern\nmodern()\nlegacy(1)\n",
    "leaves_after/before/app.py": "x = 1\n",
    "leaves_after/after/app.py": "x = 1\n",
    "leaves_nothing/before/app.py": "legacy()\n",
    "syntax/before/app.py": "from lib import modern\nlegacy()\n",
    "syntax/after/app.py": "from lib import modern\nmodern()\n)\n",
}
FAILED = {
    *(f"result-{check}" for check in ("result", "second-run", "windows", "patch")),
    *(f"finding-{check}" for check in ("result", "windows")),
    "leaves_after-name",
    *(f"leaves_nothing-{check}" for check in ("result", "windows")),
    *(f"syntax-{check}" for check in ("result", "windows", "patch", "compiles")),
}


def test_a_wrong_case_fails_where_it_is_wrong(project: pytest.Pytester) -> None:
    write(project, WRONG)
    result = run(project, "-rf")
    failed = [line.partition("[golden/")[2].partition("]")[0] for line in result.outlines if line.startswith("FAILED")]
    assert set(failed) == FAILED


def test_expectations_are_rewritten_on_request(project: pytest.Pytester) -> None:
    write(project, {"rewrites/after/app.py": "wrong\n", "rewrites/case.toml": ""})
    run(project, "-p", "flask_modernize.testing.plugin", "--update-golden").assert_outcomes(passed=11)
    after = project.path / "golden" / "rewrites"
    assert (after / "after" / "app.py").read_text() == CASES["rewrites/after/app.py"]
    assert (after / "case.toml").read_text() == CASES["rewrites/case.toml"]
    run(project).assert_outcomes(passed=11)


def test_cases_that_run_are_run(project: pytest.Pytester) -> None:
    boot = '[boot]\nbefore = "app:app"\nafter = "app:app"\n'
    app = "from flask import Flask\nfrom lib import modern\nlegacy = lambda: 'old'\napp = Flask(__name__)\n"
    app += "@app.route('/')\ndef index(): return str({}())\n"
    write(
        project,
        {
            "boots/before/lib.py": "def modern(): return 'new'\n",
            "boots/after/lib.py": "def modern(): return 'new'\n",
            "boots/before/app.py": app.format("legacy"),
            "boots/after/app.py": app.format("modern"),
            "boots/case.toml": boot,
        },
    )
    result = run(project, "-k", "boots-behaviour")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*before: *old*", "*after: *new*"])


def test_a_directory_without_cases_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="has no golden cases"):
        golden_tests(tmp_path, TOY)


def test_codemods_of_a_project(tmp_path: Path) -> None:
    (tmp_path / "flask-modernize.toml").write_text(
        '[codemods.acme]\nsummary = "acme 2"\nmoved = { "acme.a" = "acme.b" }\n'
    )
    assert_rewrites(project_migration("acme", tmp_path), "from acme import a\na()\n", "from acme import b\nb()\n")
