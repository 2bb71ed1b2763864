"""Kill -9 at any point of a run with its checks: nothing is lost, and `resume` comes to the same result.

The points are the moments before the run starts git or the application's interpreter, and those when they are done:
programs of those names in front of the real ones count their calls, and kill the run at one of them. KILL_POINTS=50
tries more of them.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

SEED = 20
POINTS = int(os.environ.get("KILL_POINTS", "4"))

APPLICATION = """import os
from flask import Flask

app = Flask(__name__)
app.config["A"] = 1
app.config["B"] = "b"


@app.route("/")
def index():
    return "%d %s" % (app.config["A"], app.config["B"])
"""
TESTS = """from app import app


def test_index():
    assert app.test_client().get("/").data == b"1 b"
"""
# The parent of the first call of git is the run. The call itself goes on, as that of an orphan would. What answers
# until it is ended (--batch) is never done by itself.
COUNTING = """#!{shell}
[ -f '{place}/run' ] || echo $PPID > '{place}/run'
n=$(cat '{place}/calls' 2>/dev/null || echo 0)
n=$((n + 1))
echo $n > '{place}/calls'
case "$(cat '{place}/kill-at')" in
"$n after") case "$*" in *--batch*) ;; *) '{real}' "$@"; code=$?; done=1 ;; esac ;;
"$n before") ;;
*) exec '{real}' "$@" ;;
esac
kill -9 "$(cat '{place}/run')"
[ -z "$done" ] || exit $code
exec '{real}' "$@"
"""


@dataclass(frozen=True, slots=True)
class Killable:
    """A repository with an application, and counting programs in front of git and Python."""

    root: Path
    counters: Path
    environment: Mapping[str, str]

    def git(self, *arguments: str) -> str:
        # Not the counting one.
        real = shutil.which("git") or "git"
        return subprocess.run([real, *arguments], cwd=self.root, check=True, capture_output=True, text=True).stdout

    def run(self, *arguments: str, kill_at: str = "") -> int:
        for name in ("run", "calls"):
            (self.counters / name).unlink(missing_ok=True)
        # In a file, since not every program that is started is given the variables of the run.
        (self.counters / "kill-at").write_text(kill_at)
        return subprocess.run(
            [sys.executable, "-m", "flask_modernize", *arguments],
            cwd=self.root,
            env=self.environment,
            capture_output=True,
            check=False,
        ).returncode

    def branch(self, name: str, kill_at: str = "") -> int:
        words = ("--name", name, "--only", "config-classes", "--test", "python -m pytest -q")
        return self.run("branch", *words, "--python", str(self.counters / "python"), kill_at=kill_at)

    def calls(self) -> int:
        return int((self.counters / "calls").read_text())

    def state(self) -> tuple[str, ...]:
        """What the user has: files with edits, index, stash, head, and whether all objects are there."""
        return (
            (self.root / "app.py").read_text(),
            self.git("status", "--porcelain", "--untracked-files=all"),
            self.git("ls-files", "--stage"),
            self.git("stash", "list"),
            self.git("rev-parse", "HEAD"),
            self.git("fsck", "--no-dangling", "--no-progress"),
        )


@pytest.fixture(scope="module")
def killable(tmp_path_factory: pytest.TempPathFactory) -> Killable:
    place = tmp_path_factory.mktemp("killable")
    root, counters, temporary = (place / name for name in ("project", "counters", "temporary"))
    for each in (root, counters, temporary):
        each.mkdir()
    for name, real in {"git": shutil.which("git"), "python": sys.executable}.items():
        program = counters / name
        program.write_text(COUNTING.format(shell=shutil.which("sh"), place=counters, real=real))
        program.chmod(0o755)
    who = {f"GIT_{role}_{part}": "t@example.org" for role in ("AUTHOR", "COMMITTER") for part in ("NAME", "EMAIL")}
    date = {"GIT_AUTHOR_DATE": "2024-01-01T00:00:00Z", "GIT_COMMITTER_DATE": "2024-01-01T00:00:00Z"}
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PYTEST_"))},
        **who,
        **date,
        "PATH": f"{counters}{os.pathsep}{os.environ['PATH']}",
        "TMPDIR": str(temporary),
        "GIT_CONFIG_GLOBAL": os.devnull,
        "FLASK_MODERNIZE_CACHE_DIR": str(place / "cache"),
    }
    made = Killable(root, counters, environment)
    (root / "app.py").write_text(APPLICATION)
    (root / "test_app.py").write_text(TESTS)
    made.git("init", "-q", "-b", "main")
    for key in ("name", "email"):
        made.git("config", f"user.{key}", "t@example.org")
    made.git("add", "-A")
    made.git("commit", "-q", "-m", "base")
    (root / "app.py").write_text(APPLICATION + "# an edit\n")
    made.git("stash", "-q")
    (root / "app.py").write_text(APPLICATION + "# another edit\n")
    (root / "new.py").write_text("# not tracked\n")
    return made


def test_killed_runs_lose_nothing_and_go_on_to_the_same_result(killable: Killable) -> None:
    before = killable.state()
    assert killable.branch("whole") == 0
    assert killable.state() == before
    calls = killable.calls()
    assert calls > 20
    moments = [f"{call} {when}" for call in range(1, calls + 1) for when in ("before", "after")]
    for moment in random.Random(SEED).sample(moments, min(POINTS, len(moments))):
        point = moment.replace(" ", "-")
        assert killable.branch(f"work-{point}", kill_at=moment) == -signal.SIGKILL, point
        assert killable.state() == before, point
        assert killable.run("resume") == 0, point
        if not killable.git("branch", "--list", f"work-{point}"):
            # Killed before there was anything to go on with.
            assert killable.branch(f"work-{point}") == 0
        assert killable.state() == before, point
        assert killable.git("rev-parse", f"work-{point}^{{tree}}") == killable.git("rev-parse", "whole^{tree}"), point
        messages = [killable.git("log", "--format=%B", name) for name in (f"work-{point}", "whole")]
        assert messages[0] == messages[1], point
        assert killable.git("worktree", "list").count("\n") == 1, point
        left = sorted(path.name for path in (killable.root / ".git" / "flask-modernize").iterdir())
        assert left == ["lock"], point
        assert not list(Path(killable.environment["TMPDIR"]).iterdir()), point
