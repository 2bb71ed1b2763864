"""Runs flask-modernize on a copy of the example app, with the app's own tests before and after.

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
LEGACY = re.compile(r"\b[A-Z]\w+\.query\b|\bsession\.query\(")


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="flask-modernize-demo-") as directory:
        app = Path(directory) / "bookshelf"
        shutil.copytree(EXAMPLES / "bookshelf", app, ignore=shutil.ignore_patterns("__pycache__", ".*cache", "*.db"))
        return demonstrate(app)


def demonstrate(app: Path) -> int:
    """Returns the exit code: 0 when the tests pass before and after."""
    legacy_before = count_legacy(app)
    say(f"The app's own tests, before ({legacy_before} uses of the legacy Query)")
    before = run_tests(app)

    say("flask-modernize --dry-run .")
    run_tool(app, "--dry-run", ".")

    say("flask-modernize .")
    run_tool(app, ".", quiet=True)

    legacy_after = count_legacy(app)
    say(f"The app's own tests, after ({legacy_after} uses of the legacy Query)")
    after = run_tests(app)

    say("What happened")
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


def run_tool(app: Path, *arguments: str, quiet: bool = False) -> None:
    """Runs the command as a user would; ends the demonstration when it cannot run.

    Exit code 1 says that a place needs a person, which the report shows.
    """
    output = subprocess.PIPE if quiet else None
    sys.stdout.flush()
    done = subprocess.run([TOOL, *arguments], cwd=app, stdout=output, check=False)
    if done.returncode > 1:
        sys.exit(done.returncode)


def count_legacy(app: Path) -> int:
    return sum(len(LEGACY.findall(path.read_text(encoding="utf-8"))) for path in app.rglob("*.py"))


def say(title: str) -> None:
    print(f"\n== {title}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
