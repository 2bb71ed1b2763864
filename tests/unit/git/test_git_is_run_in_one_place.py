"""Git is run by one package, and looking at a repository runs nothing that the repository brings."""

from __future__ import annotations

import ast
import shutil
import subprocess
from dataclasses import dataclass
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
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.List | ast.Tuple):
                first = node.args[0].elts[0] if node.args[0].elts else None
                starts_git = isinstance(first, ast.Constant) and first.value == "git"
                assert not starts_git, f"{path}:{node.lineno} runs git"


# Keys that make git run a program.
PROGRAMS = (
    *("core.fsmonitor", "core.pager", "core.editor", "core.sshCommand", "core.alternateRefsCommand", "alias.ls-files"),
    *("filter.evil.clean", "filter.evil.smudge", "filter.evil.process", "filter.e=v i.l.clean"),
    *("diff.evil.command", "diff.evil.textconv", "diff.external", "merge.evil.driver"),
    *("trailer.sign.command", "trailer.flask-modernize-migration.cmd", "sequence.editor", "credential.helper"),
    *("gpg.program", "gpg.ssh.program", "interactive.diffFilter", "uploadpack.packObjectsHook", "remote.origin.vcs"),
)
HOOKS = (
    *("applypatch-msg", "pre-applypatch", "pre-commit", "prepare-commit-msg", "commit-msg", "post-commit"),
    *("pre-rebase", "post-checkout", "post-merge", "pre-push", "reference-transaction", "post-index-change"),
    *("pre-auto-gc", "post-rewrite", "fsmonitor-watchman"),
)
# Names that look like options, like URLs that run something, like revisions, like what Python imports by itself.
NAMES = (
    *("app.py", "--upload-pack=x.py", "-n.py", "ext::sh.py", "--exec=touch x.py", "-c core.pager=x.py", "HEAD.py"),
    *("sitecustomize.py", "usercustomize.py", "@{upstream}.py", ":(exclude)app.py", "flask.py"),
)


@dataclass(frozen=True, slots=True)
class Hostile:
    """A repository in which everything that could run leaves its name in ``marker``."""

    root: Path
    marker: Path

    def git(self, *arguments: str) -> str:
        done = subprocess.run(["git", *arguments], cwd=self.root, check=True, capture_output=True, text=True)
        return done.stdout

    def sign_head(self) -> None:
        """Gives the last commit a signature, which git looks at with a program."""
        head, _, message = self.git("cat-file", "commit", "HEAD").partition("\n\n")
        signed = f"{head}\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----\n\n{message}"
        command = ["git", "hash-object", "-t", "commit", "-w", "--stdin"]
        done = subprocess.run(command, cwd=self.root, input=signed, check=True, capture_output=True, text=True)
        self.git("update-ref", "HEAD", done.stdout.strip())

    def lack(self, path: str) -> None:
        """Takes the content of a committed file out of the objects; a program would fetch it. No other file has it."""
        script = self.marker.with_name("evil.sh")
        script.write_text(f"#!/bin/sh\necho $0 $@ >> '{self.marker}'\nexit 1\n")
        for key, value in {
            "core.repositoryFormatVersion": "1",
            "extensions.partialClone": "evil",
            "protocol.ext.allow": "always",
            "remote.evil.promisor": "true",
            "remote.evil.url": f"ext::{script} %S",
            "remote.evil.uploadpack": str(script),
        }.items():
            self.git("config", key, value)
        lost = self.git("rev-parse", f"HEAD:{path}").strip()
        (self.root / ".git" / "objects" / lost[:2] / lost[2:]).unlink()

    def ran(self) -> str:
        return self.marker.read_text() if self.marker.exists() else ""


@pytest.fixture
def hostile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Hostile:
    root = tmp_path / "project"
    root.mkdir()
    found = Hostile(root, tmp_path / "it ran")
    script = tmp_path / "evil.sh"
    script.write_text(f"#!/bin/sh\necho $0 $@ >> '{found.marker}'\ncat\n")
    script.chmod(0o755)
    names = [name for name in NAMES if name != "flask.py"]
    for name in names:
        (root / name).write_text("from flask import Flask\napp = Flask(__name__)\napp.config['A'] = 1\nimport evil\n")
    (root / "-n.py").write_text("only = 'here'\n")
    for name in ("evil", "conftest", "flask", "setup", "sitecustomize"):
        (root / f"{name}.py").write_text(f"open({str(found.marker)!r}, 'a').write('imported {name}')\n")
    (root / ".gitattributes").write_text("* filter=evil diff=evil merge=evil\n*.txt filter=e=v\\ i.l\n")
    (root / ".gitmodules").write_text(f'[submodule "x"]\n\tpath = x\n\turl = ext::{script} %S\n\tupdate = !{script}\n')
    (root / ".pre-commit-config.yaml").write_text(
        f"repos: [{{repo: local, hooks: [{{id: x, name: x, entry: {script}, language: system}}]}}]\n"
    )
    (root / "pyproject.toml").write_text("[tool.flask-modernize]\n[tool.black]\n")
    found.git("init", "-q", "-b", "main")
    for key, value in {"name": "x", "email": "x@example.org"}.items():
        found.git("config", f"user.{key}", value)
    found.git("add", "-A")
    found.git("update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},x")
    found.git("commit", "-q", "-m", "all")
    found.sign_head()
    for key in PROGRAMS:
        found.git("config", key, str(script))
    included = tmp_path / "included"
    included.write_text(
        f"[core]\n\teditor = {script}\n\thooksPath = {root / '.git' / 'hooks'}\n[log]\n\tshowSignature\n"
    )
    found.git("config", "include.path", str(included))
    (root / ".git" / "objects" / "info" / "alternates").write_text(f"{tmp_path / 'nowhere'}\n")
    found.git("config", "filter.evil.required", "true")
    found.git("config", "commit.gpgSign", "true")
    for hook in HOOKS:
        (root / ".git" / "hooks" / hook).write_bytes(script.read_bytes())
        (root / ".git" / "hooks" / hook).chmod(0o755)
    (root / "app.py").write_text("from flask import Flask\napp = Flask(__name__)\napp.config['A'] = 2\n")
    monkeypatch.chdir(root)
    monkeypatch.setenv("FLASK_MODERNIZE_CACHE_DIR", str(tmp_path / "cache"))
    return found


@pytest.mark.parametrize(
    "words",
    [
        ("--dry-run", "."),
        ("--dry-run", "--format", "patch", "."),
        ("--check", "."),
        ("list",),
        ("config",),
        ("status",),
        ("verify", "HEAD", "."),
        ("verify",),
        ("verify", "HEAD", "HEAD", "--format", "json"),
    ],
    ids=" ".join,
)
def test_looking_at_a_hostile_repository_runs_nothing(words: tuple[str, ...], hostile: Hostile) -> None:
    result = CliRunner().invoke(program, words)
    assert result.exit_code in (0, 1) or words[0] == "verify", result.output
    assert hostile.ran() == ""


@pytest.mark.parametrize(
    "words", [("--dry-run", "."), ("status",), ("verify", "HEAD", "."), ("branch", "--untrusted")], ids=" ".join
)
def test_what_a_repository_lacks_is_not_fetched(words: tuple[str, ...], hostile: Hostile) -> None:
    hostile.lack("-n.py")
    CliRunner().invoke(program, words)
    assert hostile.ran() == ""
    subprocess.run(["git", "cat-file", "-p", "HEAD:-n.py"], cwd=hostile.root, check=False, capture_output=True)
    assert "evil.sh" in hostile.ran(), "the trap of this test does not work"


def test_a_branch_in_an_untrusted_repository_runs_nothing_of_it(hostile: Hostile) -> None:
    result = CliRunner().invoke(program, ["branch", "--untrusted", "--name", "work", "--only", "config-classes"])
    assert result.exit_code == 0, result.output
    assert hostile.ran() == ""
    assert "Flask-Modernize-Verified: no" in hostile.git("log", "-1", "--format=%(trailers:only)", "work")


def test_the_same_branch_runs_the_hooks_of_a_trusted_one(hostile: Hostile) -> None:
    CliRunner().invoke(program, ["branch", "--no-verify", "--name", "work", "--only", "config-classes"])
    assert "filter" in hostile.ran() or "evil.sh" in hostile.ran(), "the traps of this test do not work"


@pytest.mark.parametrize("words", [("--test", "pytest"), ("--reformat",), ("--copy-ignored", ".env")], ids=" ".join)
def test_what_runs_code_is_refused_where_none_may_run(words: tuple[str, ...], hostile: Hostile) -> None:
    result = CliRunner().invoke(program, ["branch", "--untrusted", *words])
    assert result.exit_code == 2
    assert "--untrusted says that none may run" in result.stderr
    assert hostile.ran() == ""


def test_a_repository_cannot_have_other_directories_removed_or_written(hostile: Hostile, tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    (precious / "tree").mkdir(parents=True)
    state = hostile.root / ".git" / "flask-modernize"
    state.mkdir()
    for said in (str(precious), "..", str(tmp_path / "flask-modernize-link"), ""):
        (state / "workplace").write_text(said)
        CliRunner().invoke(program, ["branch", "--untrusted", "--only", "config-classes"])
        assert (precious / "tree").is_dir()
    shutil.rmtree(state)
    state.symlink_to(precious)
    result = CliRunner().invoke(program, ["branch", "--untrusted", "--only", "config-classes"])
    assert result.exit_code == 2
    assert [path.name for path in precious.iterdir()] == ["tree"]
