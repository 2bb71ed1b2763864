"""A small repository with a ladder of four migrations, for tests of the commands on branches."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass, replace
from pathlib import Path

import toy_migration
from click.testing import CliRunner, Result

from flask_modernize.cli.program import program
from flask_modernize.git.repository import Repository, open_repository
from flask_modernize.planning.contract import Edit, Finding, Group, Migration, Options, Plan
from flask_modernize.project import Project


def word_migration(id: str, order: int, old: str, new: str, needs: tuple[str, ...] = ()) -> Migration:
    """A migration that puts ``new`` for every call of ``old``, and leaves calls with arguments alone."""

    def plan(project: Project, options: Options, paths: frozenset[str] | None) -> Plan:
        groups, findings = [], []
        for path in project.tree.python_paths():
            if paths is not None and path not in paths:
                continue
            data = project.tree.read(path)
            for match in re.finditer(rb"\b%s\((\w*)\)" % old.encode(), data):
                line = data.count(b"\n", 0, match.start()) + 1
                if match[1]:
                    findings.append(Finding(path, line, 1, "W-ARGUMENTS", f"{old} has arguments."))
                else:
                    edit = Edit(path, match.start(), match.end(), f"{new}()".encode())
                    groups.append(Group(f"{old} becomes {new}", path, line, (edit,)))
        return Plan(tuple(groups), tuple(findings), (f"Look at {new}.",) if groups else ())

    return replace(
        toy_migration.MIGRATION,
        id=id,
        order=order,
        summary=f"{old}() becomes {new}()",
        plan=plan,
        needs=needs,
        options=(),
    )


LADDER = (
    word_migration("first", 1, "one", "uno"),
    word_migration("second", 2, "two", "due"),
    word_migration("third", 3, "three", "tre", needs=("second",)),
    word_migration("fourth", 4, "four", "quattro"),
)
FILES = {
    "app/views.py": b"import flask\none()\ntwo()\nthree()\n",
    "app/models.py": b"import flask\none()\n",
    "other/tool.py": b"import flask\none()\none(1)\n",
    "setup.py": b"import flask\nfour()\n",
    "sp ace/é 'q'.py": b"import flask\none()\n",
}


@dataclass(slots=True)
class Place:
    """A repository, and the command line started in it."""

    root: Path

    def git(self, *arguments: str) -> str:
        return subprocess.run(
            ["git", *arguments], cwd=self.root, check=True, capture_output=True, text=True
        ).stdout.strip()

    def run(self, *arguments: str) -> Result:
        return CliRunner().invoke(program, arguments, prog_name="flask-modernize")

    def ok(self, *arguments: str) -> str:
        result = self.run(*arguments)
        assert result.exit_code == 0, result.output + result.stderr
        return result.stdout

    def write(self, path: str, data: bytes) -> None:
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)

    def subjects(self, branch: str) -> list[str]:
        return self.git("log", "--reverse", "--format=%s", branch).splitlines()

    def state(self) -> dict[str, object]:
        """Everything of the checkout that a user could miss: files, modes, index, stash, head."""
        files = {
            path.relative_to(self.root).as_posix(): (path.read_bytes(), path.stat().st_mode)
            for path in sorted(self.root.rglob("*"))
            if path.is_file() and ".git" not in path.relative_to(self.root).parts
        }
        index = self.git("ls-files", "--stage")
        return {
            "files": files,
            "index": index,
            "head": self.git("rev-parse", "HEAD"),
            "stash": self.git("stash", "list"),
        }

    @property
    def repository(self) -> Repository:
        return open_repository(str(self.root))
