"""Takes a copy of the example app up the whole ladder, on a branch, and shows what became of it.

Called by ``make demo``. The checkout is never changed: everything happens in a temporary directory.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

EXAMPLES = Path(__file__).parent
TOOL = Path(sys.executable).with_name("flask-modernize")
BRANCH = "modernized"
LEGACY = re.compile(r"\b[A-Z]\w+\.query\b|\bsession\.query\(")
AUTHOR = {
    f"GIT_{who}_{what}": value
    for who in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "Demo"), ("EMAIL", "demo@example.org"))
}


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="flask-modernize-demo-") as directory:
        app = Path(directory) / "bookshelf"
        shutil.copytree(EXAMPLES / "bookshelf", app, ignore=shutil.ignore_patterns("__pycache__", ".*cache", "*.db"))
        git(app, "init", "--quiet", "--initial-branch=main")
        git(app, "add", "--all")
        git(
            app,
            "commit",
            "--quiet",
            "--message=A small library, written the way Flask applications were written for years",
        )
        return demonstrate(app)


def demonstrate(app: Path) -> int:
    """Returns the exit code: 0 when the tests pass before and after."""
    legacy_before = count_legacy(app)
    say("A legacy application: bookshelf/__init__.py")
    print((app / "bookshelf" / "__init__.py").read_text(encoding="utf-8"))
    say("Its own tests")
    before = run_tests(app)

    say("flask-modernize --dry-run .")
    run_tool(app, "--dry-run", ".")

    say('flask-modernize branch --test "python -m pytest"')
    print("One migration after the other, a commit for each; the application runs before and after each of them.")
    run_tool(app, "branch", "--name", BRANCH, "--test", f"{sys.executable} -m pytest -q")
    git(app, "switch", "--quiet", BRANCH)

    legacy_after = count_legacy(app)
    say("The application now: bookshelf/__init__.py")
    print((app / "bookshelf" / "__init__.py").read_text(encoding="utf-8"))
    say("Its own tests, after")
    after = run_tests(app)

    say("What happened")
    print(git(app, "log", "--reverse", "--format=%h %s%n          %(trailers:key=Flask-Modernize-Verified)", "main.."))
    print(f"{legacy_before - legacy_after} of {legacy_before} uses of the legacy Query were rewritten to select().")
    if legacy_after:
        print(f"{legacy_after} were left alone, each with its reason (see the findings above).")
    print(f"Tests before: {before.line}.\nTests after:  {after.line}.")
    print("All of it was done on a copy that is deleted now; examples/bookshelf is as it was.")
    return 0 if before.ok and after.ok else 1


@dataclass(frozen=True, slots=True)
class Outcome:
    """pytest's last line, and whether all passed."""

    line: str
    ok: bool


def run_tests(app: Path) -> Outcome:
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--disable-warnings"],
        cwd=app,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    lines = done.stdout.strip().splitlines()
    if done.returncode > 1:
        print(done.stdout + done.stderr)
    else:
        print(lines[-1])
    return Outcome(lines[-1] if lines else "no output", done.returncode == 0)


def run_tool(app: Path, *arguments: str) -> None:
    """Runs the command as a user would; ends the demonstration when it cannot run.

    Exit code 1 says that a place needs a person, which the report shows.
    """
    sys.stdout.flush()
    done = subprocess.run([TOOL, *arguments], cwd=app, env={**os.environ, **AUTHOR}, check=False)
    if done.returncode > 1:
        sys.exit(done.returncode)


def git(app: Path, *arguments: str) -> str:
    environment = {**os.environ, **AUTHOR}
    done = subprocess.run(["git", *arguments], cwd=app, env=environment, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def count_legacy(app: Path) -> int:
    return sum(len(LEGACY.findall(path.read_text(encoding="utf-8"))) for path in app.rglob("*.py"))


def say(title: str) -> None:
    print(f"\n== {title}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
