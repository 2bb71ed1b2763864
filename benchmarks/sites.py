"""Counts what select-queries does to real trees, and checks that what it does is sound.

    python benchmarks/sites.py DIRECTORY...

For every directory: Python files; places that say ``Model.query`` or ``session.query(...)`` outside of tests
(rewritten, all); the same for tests; and whether every check holds. The places are counted by looking at the source,
without the tool, so that one that the tool does not see at all is found out ("unseen", to be judged by a reader).

The checks, on a copy of each tree, with the command line as a user has it:

crash    the exit code is 0, no migration failed, no file made it crash
parse    every changed file parses
apply    the patch of ``--format patch`` applies with ``git apply``
bytes    and gives the same files as a run that writes
second   a second run finds nothing to rewrite
comment  no comment is lost
count    what is gone from the source is what the report says
"""

from __future__ import annotations

import argparse
import ast
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
import tokenize
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask_modernize.sources import SourceFile, UnreadableSource, working_tree

MODEL, SESSION = "Model.query", "session.query"
TARGETS = {MODEL: 0.85, SESSION: 0.75}
"""Share of the sites outside of tests that is to be rewritten."""
LARGE_ASSET = 1_000_000
"""Files that are not Python and larger than this are left empty in the copy (bytes)."""
COMMAND = [sys.executable, "-m", "flask_modernize", "--only", "select-queries"]


@dataclass(frozen=True, slots=True, order=True)
class Site:
    """One ``owner.query``; ``line`` and ``column`` (1-based, in characters) are those of its first character."""

    path: str
    line: int
    column: int
    kind: str
    owner: str
    last_line: int


@dataclass(slots=True)
class Result:
    """What came out for one tree."""

    name: str
    files: int
    rewritten: list[Site] = field(default_factory=list)
    left: dict[Site, str] = field(default_factory=dict)
    """Site -> code of its finding."""
    unseen: list[Site] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)

    @property
    def sites(self) -> list[Site]:
        return [*self.rewritten, *self.left, *self.unseen]


# -- sites, as a reader would count them ------------------------------------------------------------------------------


def is_test(path: str) -> bool:
    """Whether a path is that of test code: ``tests``, ``testing``, ``test_*``, ``*_test.py``, ``conftest.py``."""
    *directories, file = path.split("/")
    names = [*directories, file.removesuffix(".py")]
    return any(name in ("test", "tests", "testing", "conftest") or name.startswith("test_") for name in names) or names[
        -1
    ].endswith(("_test", "_tests"))


def sites_of(path: str, data: bytes) -> list[Site]:
    """Every ``X.query`` of a file that parses, whatever X is."""
    if b"query" not in data:
        return []
    try:
        source = SourceFile.from_bytes(data)
        module = source.parse()
    except UnreadableSource:
        return []
    called = {id(node.func) for node in ast.walk(module) if isinstance(node, ast.Call)}
    found = []
    for node in ast.walk(module):
        if isinstance(node, ast.Attribute) and node.attr == "query" and isinstance(node.ctx, ast.Load):
            line, column = source.position(source.offset(node.value.lineno, node.value.col_offset))
            kind = SESSION if id(node) in called else MODEL
            found.append(Site(path, line, column, kind, ast.unparse(node.value), node.end_lineno or node.lineno))
    return found


def looks_legacy(site: Site) -> bool:
    """Whether a reader would take a site for SQLAlchemy's: by the owner's name alone."""
    last = site.owner.rpartition(".")[2]
    if site.kind == SESSION:
        return "session" in last.lower() or site.owner in ("db", "self.db", "s")
    return last[:1].isupper() or last in ("cls", "model", "self.model", "model_class")


# -- one tree ---------------------------------------------------------------------------------------------------------


def examine(directory: Path, name: str) -> Result:
    """Runs the tool on a copy of a tree, and everything that is checked."""
    tree = working_tree(directory)
    with tempfile.TemporaryDirectory(prefix="flask-modernize-sites-") as place:
        home, written = Path(place, "patched"), Path(place, "written")
        python = list(tree.python_paths())
        copy(directory, tree.paths, frozenset(python), home)
        shutil.copytree(home, written)
        before = {path: (home / path).read_bytes() for path in python}
        result = Result(name, len(python))
        report = run_json(home, result, "first run", "--dry-run")
        run_json(written, result, "writing run", "--allow-dirty")
        patch = run(home, "--dry-run", "--no-cache", "--format", "patch").stdout
        apply(home, patch, result)
        after = {path: read(home / path) for path in python}
        compare_trees(result, after, {path: read(written / path) for path in python})
        if report is not None:
            classify(result, before, report)
            check_files(result, before, after)
            check_counts(result, after, report)
            again = run_json(home, result, "second run", "--dry-run")
            for group in groups_of(again or {}):
                result.violations.append(f"second: {group['path']}:{group['line']} would be changed again")
    return result


def copy(directory: Path, paths: Sequence[str], python: frozenset[str], target: Path) -> None:
    """The files of a tree, in a git checkout of their own."""
    for path in paths:
        place = target / path
        place.parent.mkdir(parents=True, exist_ok=True)
        if path not in python and os.path.getsize(directory / path) > LARGE_ASSET:
            place.touch()
        else:
            shutil.copy(directory / path, place)
    for command in (["init", "-q"], ["config", "core.autocrlf", "false"], ["add", "--force", "--all"]):
        subprocess.run(["git", *command], cwd=target, check=True, capture_output=True)


def run(place: Path, *words: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([*COMMAND, *words, "."], cwd=place, capture_output=True, check=False)


def run_json(place: Path, result: Result, label: str, *words: str) -> dict[str, Any] | None:
    """The JSON report of one run; None, and a violation, if there is none."""
    done = run(place, "--no-cache", "--format", "json", *words)
    try:
        report: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        last = done.stderr.decode("utf-8", "replace").strip().splitlines()[-3:]
        result.violations.append(f"crash: {label}: exit code {done.returncode}: {' / '.join(last)}")
        return None
    for migration in report["migrations"]:
        if migration["status"] == "failed":
            result.violations.append(f"crash: {label}: {migration['id']}: {migration['reason']}")
        for finding in migration["findings"]:
            if finding["code"].startswith("G-"):
                place_ = f"{finding['path']}:{finding['line']}"
                result.violations.append(f"crash: {label}: {place_}: {finding['code']}: {finding['message']}")
    return report


def apply(place: Path, patch: bytes, result: Result) -> None:
    if patch:
        done = subprocess.run(["git", "apply", "-"], cwd=place, input=patch, capture_output=True, check=False)
        if done.returncode:
            result.violations.append(f"apply: {done.stderr.decode('utf-8', 'replace').strip()}")


def compare_trees(result: Result, patched: dict[str, bytes], written: dict[str, bytes]) -> None:
    for path, data in patched.items():
        if data != written[path]:
            result.violations.append(f"bytes: {path}: the patch and the writing run differ")


def classify(result: Result, before: dict[str, bytes], report: dict[str, Any]) -> None:
    """Says of every site what became of it."""
    findings: dict[tuple[str, int, int], str] = {}
    edits: dict[str, list[tuple[int, int, str]]] = {}
    for migration in report["migrations"]:
        for each in migration["findings"]:
            if each["site"]:
                findings[each["path"], each["line"], each["column"]] = each["code"]
        for each in migration["edits"]:
            if each["group"] is not None:
                last = each["line"] + each["before"].count("\n")
                edits.setdefault(each["path"], []).append((each["line"], last, squeezed(each["before"])))
    for path, data in before.items():
        for site in sites_of(path, data):
            code = findings.get((path, site.line, site.column))
            if code is not None:
                result.left[site] = code
            elif is_within(site, edits.get(path, ())):
                result.rewritten.append(site)
            elif looks_legacy(site):
                result.unseen.append(site)


def is_within(site: Site, edits: Iterable[tuple[int, int, str]]) -> bool:
    """Whether an edit replaces the site."""
    words = squeezed(f"{site.owner}.query")
    return any(first <= site.line and site.last_line <= last and words in text for first, last, text in edits)


def squeezed(text: str) -> str:
    """Text without what the way it is written may vary in."""
    return "".join(text.split()).replace("'", '"').replace("\\", "")


def groups_of(report: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for migration in report.get("migrations", ()):
        yield from migration["groups"]


def check_files(result: Result, before: dict[str, bytes], after: dict[str, bytes]) -> None:
    for path, data in before.items():
        if data == after[path]:
            continue
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                ast.parse(after[path])
        except (SyntaxError, ValueError) as error:
            result.violations.append(f"parse: {path}: {error}")
        for comment in comments(data) - comments(after[path]):
            result.violations.append(f"comment: {path}: {comment!r} is lost")


def comments(data: bytes) -> Counter[str]:
    found: Counter[str] = Counter()
    try:
        for token in tokenize.tokenize(io.BytesIO(data).readline):
            if token.type == tokenize.COMMENT:
                found[token.string.rstrip()] += 1
    except (tokenize.TokenError, SyntaxError):
        pass
    return found


def check_counts(result: Result, after: dict[str, bytes], report: dict[str, Any]) -> None:
    """What is gone from the source, by our own count, is what the report says was rewritten.

    The report may say more: queries over dynamic relationships are rewritten too, and are not counted here.
    """
    remaining = sum(looks_legacy(site) or site.kind == MODEL for path in after for site in sites_of(path, after[path]))
    kept = [*result.left, *result.unseen]
    said = report["counts"]["sites_rewritten"]
    if said < len(result.rewritten):
        result.violations.append(f"count: the report says {said} rewritten, the source says {len(result.rewritten)}")
    gone = {(site.path, site.owner) for site in kept}
    if remaining < sum(looks_legacy(site) for site in kept):
        result.violations.append(
            f"count: {len(kept)} sites were left, but only {remaining} remain ({len(gone)} owners)"
        )


def read(path: Path) -> bytes:
    return path.read_bytes() if path.exists() else b""


# -- the table --------------------------------------------------------------------------------------------------------


def percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:5.1f} %" if whole else "      -"


def share(result: Sequence[Site], whole: Sequence[Site], kind: str, test: bool) -> tuple[int, int]:
    """Sites of one kind, outside of tests or in them: (in the first list, in the second)."""
    part = sum(site.kind == kind and is_test(site.path) == test for site in result)
    return part, sum(site.kind == kind and is_test(site.path) == test for site in whole)


def cells(rewritten: Sequence[Site], sites: Sequence[Site]) -> list[str]:
    row = []
    for test in (False, True):
        for kind in (MODEL, SESSION):
            part, whole = share(rewritten, sites, kind, test)
            row += [f"{part}/{whole}", percent(part, whole)]
    return row


def table(results: Sequence[Result]) -> Iterator[str]:
    """The lines of the table, in Markdown."""
    yield f"| tree | files | {MODEL} | | {SESSION} | | {MODEL} in tests | | {SESSION} in tests | | checks |"
    yield "| --- | ---: |" + " ---: |" * 8 + " --- |"
    for result in results:
        broken = sorted({violation.partition(":")[0] for violation in result.violations})
        row = [result.name, str(result.files), *cells(result.rewritten, result.sites), ", ".join(broken) or "hold"]
        yield f"| {' | '.join(row)} |"
    rewritten = [site for result in results for site in result.rewritten]
    sites = [site for result in results for site in result.sites]
    files = sum(result.files for result in results)
    yield f"| **{len(results)} trees** | {files} | {' | '.join(cells(rewritten, sites))} | |"


def targets(results: Sequence[Result]) -> Iterator[str]:
    rewritten = [site for result in results for site in result.rewritten]
    sites = [site for result in results for site in result.sites]
    for kind, wanted in TARGETS.items():
        part, whole = share(rewritten, sites, kind, False)
        verdict = "met" if part >= wanted * whole else "MISSED"
        reached = percent(part, whole).strip()
        yield f"{kind} outside of tests: {part} of {whole}, {reached}; asked {wanted:.0%}: {verdict}"


def left_by_code(results: Sequence[Result]) -> Iterator[str]:
    rows: dict[str, Counter[str]] = {}
    for result in results:
        for site, code in result.left.items():
            rows.setdefault(code, Counter())[site.kind + (" in tests" if is_test(site.path) else "")] += 1
    heads = [MODEL, SESSION, f"{MODEL} in tests", f"{SESSION} in tests"]
    yield f"| left with | {' | '.join(heads)} |"
    yield "| --- |" + " ---: |" * len(heads)
    for code, counts in sorted(rows.items(), key=lambda row: (-sum(row[1].values()), row[0])):
        yield f"| {code} | {' | '.join(str(counts[head]) for head in heads)} |"


def unseen(sites: Sequence[Site], every: bool) -> Iterator[str]:
    """The sites that look legacy and have neither been rewritten nor a finding; one place for each owner, or all."""
    by_owner: dict[tuple[bool, str], list[Site]] = {}
    for site in sites:
        by_owner.setdefault((is_test(site.path), f"{site.owner}.query"), []).append(site)
    for (test, text), found in sorted(by_owner.items()):
        for site in found if every else found[:1]:
            more = f", and {len(found) - 1} more" if len(found) > 1 and not every else ""
            yield f"{site.path}:{site.line}: {text}{more}{' (in tests)' if test else ''}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("directories", nargs="+", type=Path)
    parser.add_argument("--sites", action="store_true", help="also list every site that is left, with its code")
    words = parser.parse_args()
    results = []
    for directory in words.directories:
        print(f"{directory.name} ...", file=sys.stderr, flush=True)
        results.append(examine(directory, directory.name))
    lines = [*table(results), "", *targets(results), "", *left_by_code(results), ""]
    for result in results:
        lines += [f"{result.name}: {violation}" for violation in result.violations]
        lines += [f"{result.name}: unseen: {line}" for line in unseen(result.unseen, words.sites)]
        if words.sites:
            lines += [f"{result.name}: {code}: {s.path}:{s.line}: {s.owner}.query" for s, code in result.left.items()]
    print("\n".join(lines))
    return 1 if any(result.violations for result in results) else 0


if __name__ == "__main__":
    sys.exit(main())
