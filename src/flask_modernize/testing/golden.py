"""Golden cases: whole trees before and after a migration, compared as bytes.

A case is a directory with

* ``before/``, the project as it is found;
* ``after/``, the whole project as it must become; a case without it must stay as it is, and is named ``leaves_*``;
* ``case.toml`` (optional): ``findings``, the exact set as ``"path:line CODE"``, ``[options]`` of the migration, and
  ``[boot]``, which says how to run the application: see :mod:`flask_modernize.testing.behaviour`.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import tomllib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from flask_modernize.planning import planner, registry
from flask_modernize.planning.configuration import CommandLine, configure, disk_reader, read_document
from flask_modernize.planning.contract import Migration
from flask_modernize.planning.outcomes import Run
from flask_modernize.sources import Tree, working_tree

Files = dict[str, bytes]
"""Content of a tree by POSIX path from its root."""


@dataclass(frozen=True, slots=True)
class GoldenCase:
    """One directory. Its migration is the given one, else the installed one that the directory above is named after."""

    directory: Path
    given: Migration | None = None

    @property
    def migration(self) -> Migration:
        """Raises UnknownMigration."""
        return self.given or registry.migration(self.directory.parent.name)

    @property
    def id(self) -> str:
        """``select-queries/joins``."""
        return f"{self.directory.parent.name}/{self.directory.name}"

    @property
    def leaves(self) -> bool:
        """Whether nothing may change."""
        return self.directory.name.startswith("leaves_")

    def before(self) -> Files:
        """The tree as it is found."""
        return read_files(self.directory / "before")

    def expected(self) -> Files:
        """The tree as it must become."""
        return self.before() if self.leaves else read_files(self.directory / "after")

    def findings(self) -> list[str]:
        """Expected findings, ``path:line CODE``, sorted."""
        return sorted(self._settings().get("findings", []))

    def options(self) -> tuple[str, ...]:
        """``[options]`` as the command line would give them: ``MIGRATION.NAME=VALUE``."""
        options: Mapping[str, object] = self._settings().get("options", {})
        return tuple(f"{self.migration.id}.{name}={option_text(value)}" for name, value in options.items())

    def boot(self) -> Mapping[str, object] | None:
        """``[boot]``: how both trees are run, None when they are not."""
        return self._settings().get("boot")

    def _settings(self) -> dict[str, dict[str, object]]:
        path = self.directory / "case.toml"
        return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def option_text(value: object) -> str:
    """The value of an option as the command line takes it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return ",".join(str(item) for item in value)
    return str(value)


def is_booted(case: GoldenCase) -> bool:
    """Whether both trees of a case are run as applications and compared."""
    return not case.leaves and case.boot() is not None


def golden_cases(directory: str | Path, migration: Migration | None = None) -> list[GoldenCase]:
    """All cases, sorted: ``directory/<case>`` of the given migration, or ``directory/<migration>/<case>``."""
    pattern = "*/*/before" if migration is None else "*/before"
    return [GoldenCase(path.parent, migration) for path in sorted(Path(directory).glob(pattern))]


def read_files(root: Path) -> Files:
    """The files below a directory."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }


def write_files(files: Files, root: Path) -> None:
    """Writes files below a directory."""
    for path, data in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)


def run(root: Path, migration: Migration, options: tuple[str, ...] = (), jobs: int = 1) -> tuple[Tree, Run]:
    """Runs one migration over the project at ``root``, with the project's own settings; writes nothing."""
    known = {each.id: each for each in (*registry.migrations(), migration)}
    command_line = CommandLine(only=(migration.id,), options=options)
    configuration = configure(read_document(disk_reader(str(root))), known.values(), command_line)
    tree = working_tree(str(root))
    return tree, planner.run(tree, (migration,), configuration, jobs=jobs)


def result(tree: Tree, outcome: Run) -> Files:
    """The whole tree as it is after a run."""
    after = tree.with_changes(outcome.changes)
    return {path: after.read(path) for path in after.paths}


def found(outcome: Run) -> list[str]:
    """The findings of a run as a case writes them, sorted."""
    return sorted(
        f"{finding.path}:{finding.line} {finding.code}" for each in outcome.outcomes for finding in each.findings
    )


def check_same(expected: Files, actual: Files) -> None:
    """Raises AssertionError that shows the files that differ."""
    found = differences(expected, actual)
    assert not found, "\n".join(found)


def check_findings(expected: list[str], actual: list[str]) -> None:
    """Raises AssertionError that shows the findings that are missing and those that are not expected."""
    missing, new = Counter(expected) - Counter(actual), Counter(actual) - Counter(expected)
    lines = [f"missing finding: {each}" for each in missing.elements()]
    lines += [f"finding that is not expected: {each}" for each in new.elements()]
    assert not lines, "\n".join(lines)


def differences(expected: Files, actual: Files) -> list[str]:
    """What differs between two trees, in words; empty when they are the same bytes."""
    lines = [f"{path}: missing" for path in sorted(expected.keys() - actual.keys())]
    lines += [f"{path}: not expected" for path in sorted(actual.keys() - expected.keys())]
    for path in sorted(expected.keys() & actual.keys()):
        if expected[path] != actual[path]:
            lines.append(f"{path}: differs\n--- expected\n{shown(expected[path])}\n--- actual\n{shown(actual[path])}")
    return lines


def shown(data: bytes) -> str:
    """A file's content for a message."""
    # Line ends other than \n are made visible: they are often all that differs.
    return data.decode("utf-8", "backslashreplace").replace("\r", "\\r")


def with_crlf(files: Files) -> Files:
    """The same tree with Windows line ends. Only for trees that have no carriage return yet."""
    return {path: data.replace(b"\n", b"\r\n") for path, data in files.items()}


def git_apply(patch: str | bytes, root: Path) -> None:
    """Applies a patch with the real git; raises CalledProcessError when git does not take it."""
    data = patch.encode("utf-8", "surrogateescape") if isinstance(patch, str) else patch
    # Without a repository around it, git neither skips paths nor converts line ends.
    environment = {"PATH": os.environ["PATH"], "GIT_CEILING_DIRECTORIES": str(root.parent)}
    environment |= {"GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1"}
    command = ["git", "apply", "--whitespace=nowarn", "-"]
    subprocess.run(command, input=data, cwd=root, env=environment, check=True, capture_output=True)


def update(case: GoldenCase, actual: Files, findings: list[str]) -> None:
    """Makes what the tool does now the expectation of a case."""
    if not case.leaves:
        shutil.rmtree(case.directory / "after", ignore_errors=True)
        write_files(actual, case.directory / "after")
    path = case.directory / "case.toml"
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    text = with_findings(text, findings)
    if text:
        path.write_text(text, encoding="utf-8")
    else:
        path.unlink(missing_ok=True)


_FINDINGS = re.compile(r'^findings = \[(?:[^\]"]|"(?:\\.|[^"\\])*")*\]\n', re.MULTILINE)


def with_findings(text: str, findings: list[str]) -> str:
    """``case.toml`` with other findings; all else in it stays."""
    entries = "".join(f"    {json.dumps(finding, ensure_ascii=False)},\n" for finding in findings)
    array = f"findings = [\n{entries}]\n" if findings else ""
    if _FINDINGS.search(text):
        return _FINDINGS.sub(lambda _: array, text, count=1)
    # A key of the document itself must stand before the first table.
    return array + ("\n" + text if array and text else text)
