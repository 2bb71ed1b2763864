"""The golden runner itself: a runner that cannot fail would prove nothing."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import golden_cases
import pytest
from golden_cases import GoldenCase
from hypothesis import given
from hypothesis import strategies as st


def make_case(root: Path, name: str, before: str, after: str | None, settings: str = "") -> GoldenCase:
    directory = root / "select-queries" / name
    golden_cases.write_files({"before/app.py": before.encode()}, directory)
    if after is not None:
        golden_cases.write_files({"after/app.py": after.encode()}, directory)
    if settings:
        (directory / "case.toml").write_text(settings)
    return GoldenCase(directory)


def test_cases_are_found_in_order(tmp_path: Path) -> None:
    make_case(tmp_path, "joins", "a", "b")
    make_case(tmp_path, "leaves_it", "a", None)
    assert [case.id for case in golden_cases.cases(tmp_path)] == ["select-queries/joins", "select-queries/leaves_it"]


def test_a_case_that_leaves_expects_what_it_found(tmp_path: Path) -> None:
    case = make_case(tmp_path, "leaves_it", "a = 1\n", None)
    assert case.expected() == {"app.py": b"a = 1\n"}


def test_settings(tmp_path: Path) -> None:
    settings = 'findings = ["b.py:2 Q-X", "a.py:1 Q-Y"]\n[options]\nlists = ["a", "b"]\nflag = true\n'
    case = make_case(tmp_path, "settings", "a", "b", settings)
    assert case.findings() == ["a.py:1 Q-Y", "b.py:2 Q-X"]
    assert case.options() == ("select-queries.lists=a,b", "select-queries.flag=true")


def test_differences_are_named() -> None:
    expected = {"same.py": b"1", "gone.py": b"", "line-end.py": b"a\r\n"}
    actual = {"same.py": b"1", "new.py": b"", "line-end.py": b"a\n"}
    gone, new, line_end = golden_cases.differences(expected, actual)
    assert gone == "gone.py: missing"
    assert new == "new.py: not expected"
    assert line_end.startswith("line-end.py: differs")
    assert "a\\r" in line_end
    assert golden_cases.differences(expected, expected) == []


def test_git_takes_a_right_patch_and_refuses_a_wrong_one(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_bytes(b"one\r\ntwo\r\n")
    patch = b"--- a/a.py\n+++ b/a.py\n@@ -1,2 +1,2 @@\n-one\r\n+ONE\r\n two\r\n"
    golden_cases.git_apply(patch, tmp_path)
    assert (tmp_path / "a.py").read_bytes() == b"ONE\r\ntwo\r\n"
    with pytest.raises(subprocess.CalledProcessError):
        golden_cases.git_apply(patch, tmp_path)


def test_update_rewrites_the_result_and_the_findings(tmp_path: Path) -> None:
    case = make_case(tmp_path, "joins", "a", "b", 'findings = [\n    "a.py:1 Q-OLD",\n]\n\n[options]\nflag = true\n')
    golden_cases.update(case, {"app.py": b"c"}, ["app.py:1 Q-NEW"])
    assert case.expected() == {"app.py": b"c"}
    assert case.findings() == ["app.py:1 Q-NEW"]
    assert case.options() == ("select-queries.flag=true",)


def test_update_never_gives_a_result_to_a_case_that_leaves(tmp_path: Path) -> None:
    case = make_case(tmp_path, "leaves_it", "a", None)
    golden_cases.update(case, {"app.py": b"c"}, [])
    assert not (case.directory / "after").exists()
    assert not (case.directory / "case.toml").exists()


PATHS = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=12)


@given(st.lists(PATHS, max_size=4), st.sampled_from(["", "# why\n", "[options]\nflag = true\n"]))
def test_findings_survive_being_written(findings: list[str], text: str) -> None:
    once = golden_cases.with_findings(text, ["app.py:1 Q-FIRST"])
    twice = golden_cases.with_findings(once, findings)
    settings = tomllib.loads(twice)
    assert settings.get("findings", []) == findings
    assert settings.get("options") == tomllib.loads(text).get("options")


def test_update_is_refused_in_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    command = [sys.executable, "-m", "pytest", "--update-golden", "-p", "no:cacheprovider", __file__]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=golden_cases.GOLDEN.parents[1])
    assert done.returncode == pytest.ExitCode.USAGE_ERROR
    assert "refused when CI is set" in done.stderr
