"""Git is run by one package, and looking at a repository runs nothing that the repository brings."""

from __future__ import annotations

import ast
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

import flask_modernize
from flask_modernize.cli.program import program

ENGINE = Path(flask_modernize.__file__).parent


def test_no_other_package_runs_git() -> None:
    for path in sorted(ENGINE.rglob("*.py")):
        if path.relative_to(ENGINE).parts[0] == "git":
            continue
        for node in ast.walk(ast.parse(path.read_bytes())):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            assert not any(name.split(".")[0] == "git" for name in names), path
            if isinstance(node, ast.List | ast.Tuple) and node.elts:
                first = node.elts[0]
                starts_git = isinstance(first, ast.Constant) and first.value == "git"
                assert not (starts_git and len(node.elts) > 1), f"{path}:{node.lineno} runs git"


@pytest.mark.parametrize("words", [("--dry-run", "."), ("--check", "."), ("list",), ("config",)])
def test_looking_at_a_hostile_repository_runs_nothing(
    words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "project"
    root.mkdir()
    marker = tmp_path / "it ran"
    script = tmp_path / "evil.sh"
    script.write_text(f"#!/bin/sh\necho $0 $@ >> '{marker}'\ncat\n")
    script.chmod(0o755)
    for name in ("app.py", "--upload-pack=x.py", "-n.py", "ext::sh.py"):
        (root / name).write_text("from flask import Flask\napp = Flask(__name__)\nimport evil_module\n")
    (root / "evil_module.py").write_text(f"open({str(marker)!r}, 'w').write('imported')\n")
    (root / "conftest.py").write_text(f"open({str(marker)!r}, 'w').write('imported')\n")
    (root / ".gitattributes").write_text("* filter=evil diff=evil merge=evil\n")
    (root / ".gitmodules").write_text(f'[submodule "x"]\n\tpath = x\n\turl = ext::{script} %S\n')

    def git(*arguments: str) -> None:
        subprocess.run(["git", *arguments], cwd=root, check=True, capture_output=True)

    git("init", "-q")
    git("add", "-A")
    git("-c", "user.name=x", "-c", "user.email=x@example.org", "commit", "-q", "-m", "all")
    for key in (
        "core.fsmonitor",
        "filter.evil.clean",
        "filter.evil.smudge",
        "filter.evil.process",
        "diff.evil.command",
    ):
        git("config", key, str(script))
    for key in (
        "diff.evil.textconv",
        "diff.external",
        "core.pager",
        "core.editor",
        "core.sshCommand",
        "alias.ls-files",
    ):
        git("config", key, str(script))
    for hook in ("post-checkout", "post-index-change", "pre-commit", "fsmonitor-watchman", "reference-transaction"):
        (root / ".git" / "hooks" / hook).write_bytes(script.read_bytes())
        (root / ".git" / "hooks" / hook).chmod(0o755)
    (root / "app.py").write_text("from flask import Flask\napp = Flask(__name__)\nchanged = 1\n")
    monkeypatch.chdir(root)
    result = CliRunner().invoke(program, words)
    assert result.exit_code in (0, 1), result.output
    assert not marker.exists(), marker.read_text()
