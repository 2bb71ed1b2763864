"""Measures flask-modernize against ``ast.parse`` and against other tools, on one tree, in one interleaved run.

    python benchmarks/speed.py TREE [--rounds 5] [--peers DIRECTORY] [--slow] [--growth TREE] [--ladder]

The tool runs with one migration, ``select-queries``: that is what the budget is for. ``--ladder`` measures a cold run
with every migration, too.

Every figure is that of a whole child process, its own children included: CPU is user + system time, wall is wall time,
peak is the largest resident set of one process (``os.wait4``). Rounds are interleaved, so that whatever else the
machine does hits all alike; the medians of the rounds are shown. Trust the ratios of one run, and do not divide across
runs. Every tool may keep its bytecode, as an installed one does: the first of several rounds writes it.

``--peers DIRECTORY`` makes a virtual environment there (once) with django-upgrade, pyupgrade, libcst and bowler, and
measures those too. What takes minutes (``libcst.tool codemod``, bowler, both with a codemod that matches nothing) runs
once, and only with ``--slow``. The tools that write get a copy of the tree. ``--growth TREE`` measures one, two, four
and eight copies of a small tree.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

PEERS = ("django-upgrade==1.33.0", "pyupgrade==3.22.0", "libcst==1.9.0", "bowler==0.9.0")
SIZES = (1, 2, 4, 8)
ONE = ("--only", "select-queries")

PARSE_ALL = """\
import ast, pathlib, sys, warnings
warnings.simplefilter("ignore")
for path in open(sys.argv[1], encoding="utf-8").read().split("\\0"):
    try:
        ast.parse(pathlib.Path(path).read_bytes())
    except (SyntaxError, ValueError):
        pass
"""
NO_MATCH_CODEMOD = """\
import libcst
from libcst.codemod import VisitorBasedCodemodCommand

class NoMatch(VisitorBasedCodemodCommand):
    DESCRIPTION = "Changes nothing."

    def leave_Name(self, original_node, updated_node):
        if original_node.value == "a_name_that_is_nowhere":
            return updated_node.with_changes(value="another")
        return updated_node
"""
NO_MATCH_BOWLER = """\
import sys
from bowler import Query
query = Query([sys.argv[1]]).select_function("a_name_that_is_nowhere").rename("another")
query.execute(interactive=False, write=False, silent=True)
"""


@dataclass(frozen=True, slots=True)
class Sample:
    """One run of one command: seconds, seconds, MiB."""

    wall: float
    cpu: float
    peak: float


@dataclass(frozen=True, slots=True)
class Contender:
    """A command to be measured. ``prepare`` runs before each round and is not measured; ``once``: too slow for more."""

    name: str
    command: Sequence[str]
    environment: dict[str, str] | None = None
    prepare: Callable[[], None] | None = None
    once: bool = False


@dataclass(frozen=True, slots=True)
class Budget:
    """``figure`` of one contender, divided by that of another, must not be above ``limit`` (below it, for a factor)."""

    what: str
    figure: str
    contender: str
    base: str
    limit: float
    at_least: bool = False

    def line(self, medians: dict[str, Sample]) -> str | None:
        """A row of the table of budgets; None if one of the two was not measured."""
        if self.contender not in medians or self.base not in medians:
            return None
        ratio = getattr(medians[self.contender], self.figure) / getattr(medians[self.base], self.figure)
        met = ratio >= self.limit if self.at_least else ratio <= self.limit
        sign = ">=" if self.at_least else "<="
        return f"| {self.what} | {ratio:.2f} | {sign} {self.limit} | {'met' if met else 'MISSED'} |"


BUDGETS = (
    Budget("cold, one process: CPU / ast.parse", "cpu", "cold -j1", "ast.parse", 1.8),
    Budget("cold, two processes: CPU / ast.parse", "cpu", "cold -j2", "ast.parse", 1.8),
    Budget("cold, two processes: wall / ast.parse in one", "wall", "cold -j2", "ast.parse", 1.0),
    Budget("cold, two processes: wall / django-upgrade", "wall", "cold -j2", "django-upgrade", 1.0),
    Budget("pyupgrade on two cores: wall / ours", "wall", "pyupgrade -P2", "cold -j2", 4, at_least=True),
    Budget("libcst.tool codemod -j2: wall / ours", "wall", "libcst.tool codemod -j2", "cold -j2", 20, at_least=True),
    Budget("bowler: wall / ours", "wall", "bowler", "cold -j2", 10, at_least=True),
    Budget("warm: CPU / cold", "cpu", "warm", "cold -j1", 0.15),
    Budget("--version: wall / import click", "wall", "--version", "import click", 2.5),
    Budget("--help: wall / import click", "wall", "--help", "import click", 2.5),
)
PEAK_BUDGET = 150
"""MiB, of any of our processes."""
FLAT = 1.25
"""How much the peak may rise from one copy of a small tree to eight."""


# -- measuring --------------------------------------------------------------------------------------------------------


def measured(contender: Contender) -> Sample:
    """Runs a command to its end. RuntimeError if it does not even start to work (exit code above 1)."""
    if contender.prepare is not None:
        contender.prepare()
    environment = {**os.environ, **(contender.environment or {})}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    started = time.perf_counter()
    with tempfile.TemporaryFile() as errors:
        child = subprocess.Popen(contender.command, stdout=subprocess.DEVNULL, stderr=errors, env=environment)
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.perf_counter() - started
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode not in (0, 1, 123):  # 1: "changes were made" of several tools; 123: that of one under xargs
            errors.seek(0)
            raise RuntimeError(f"{contender.name}: exit code {child.returncode}: {errors.read()[-500:].decode()}")
    scale = 1 << 20 if sys.platform == "darwin" else 1 << 10
    return Sample(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / scale)


def interleaved(contenders: Sequence[Contender], rounds: int) -> dict[str, list[Sample]]:
    """One run of each contender after the other, ``rounds`` times; those that are too slow only in the first round."""
    samples: dict[str, list[Sample]] = {contender.name: [] for contender in contenders}
    for number in range(rounds):
        for contender in contenders:
            if number == 0 or not contender.once:
                print(f"round {number + 1}: {contender.name}", file=sys.stderr, flush=True)
                samples[contender.name].append(measured(contender))
    return samples


def median(samples: Sequence[Sample]) -> Sample:
    return Sample(
        statistics.median(sample.wall for sample in samples),
        statistics.median(sample.cpu for sample in samples),
        statistics.median(sample.peak for sample in samples),
    )


# -- what is measured -------------------------------------------------------------------------------------------------


def python_files(tree: Path) -> list[Path]:
    return sorted(path for path in tree.rglob("*.py") if path.is_file() and not path.is_symlink())


def ours(tree: Path, work: Path, ladder: bool) -> Iterator[Contender]:
    """The tool itself, as it is started from a shell."""
    program = str(Path(sys.executable).with_name("flask-modernize"))
    cache = {"FLASK_MODERNIZE_CACHE_DIR": str(work / "cache")}
    every = [program, "--dry-run", "--format", "patch"]
    dry = [*every, *ONE]
    listing = work / "files"
    listing.write_text("\0".join(map(str, python_files(tree))), encoding="utf-8")
    yield Contender("ast.parse", [sys.executable, "-c", PARSE_ALL, str(listing)])
    yield Contender("cold -j1", [*dry, "--no-cache", "-j1", str(tree)])
    yield Contender("cold -j2", [*dry, "--no-cache", "-j2", str(tree)])
    yield Contender("warm", [*dry, str(tree)], cache)
    if ladder:
        yield Contender("cold -j1, every migration", [*every, "--no-cache", "-j1", str(tree)], once=True)
    yield Contender("import click", [sys.executable, "-c", "import click"])
    yield Contender("--version", [program, "--version"])
    yield Contender("--help", [program, "--help"])


def peers(tree: Path, work: Path, environment: Path, slow: bool) -> Iterator[Contender]:
    """Other Python tools on a copy of the tree."""
    binaries = environment / "bin"
    copy = work / "copy"

    def renew() -> None:
        shutil.rmtree(copy, ignore_errors=True)
        for path in python_files(tree):
            target = copy / path.relative_to(tree)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
        listing.write_text("\0".join(map(str, python_files(copy))), encoding="utf-8")

    listing = work / "copied-files"
    renew()
    on_files = ["xargs", "-0", "-a", str(listing)]
    upgrade = [str(binaries / "django-upgrade"), "--target-version", "4.2"]
    yield Contender("django-upgrade", [*on_files, "-n", "100000", *upgrade], prepare=renew)
    pyupgrade = [str(binaries / "pyupgrade"), "--py39-plus"]
    yield Contender("pyupgrade -P2", [*on_files, "-P2", "-n", "50", *pyupgrade], prepare=renew)
    if not slow:
        return
    (work / "no_match_codemod.py").write_text(NO_MATCH_CODEMOD)
    python = str(binaries / "python")
    codemod = [
        python,
        "-m",
        "libcst.tool",
        "codemod",
        "-j2",
        "--no-format",
        "-x",
        "no_match_codemod.NoMatch",
        str(copy),
    ]
    yield Contender("libcst.tool codemod -j2", codemod, {"PYTHONPATH": str(work)}, renew, once=True)
    yield Contender("bowler", [python, "-c", NO_MATCH_BOWLER, str(copy)], prepare=renew, once=True)


def install_peers(environment: Path) -> None:
    if not (environment / "bin" / "django-upgrade").exists():
        venv.create(environment, with_pip=True)
        subprocess.run([str(environment / "bin" / "pip"), "install", "--quiet", *PEERS], check=True)


def growth(tree: Path, work: Path) -> Iterator[Contender]:
    program = str(Path(sys.executable).with_name("flask-modernize"))
    for size in SIZES:
        copies = work / f"growth-{size}"
        for number in range(size):
            for path in python_files(tree):
                target = copies / f"copy{number}" / path.relative_to(tree)
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, target)
        (copies / "setup.cfg").touch()
        yield Contender(
            f"{size} x", [program, "--dry-run", "--format", "patch", *ONE, "--no-cache", "-j1", str(copies)]
        )


# -- the report -------------------------------------------------------------------------------------------------------


def report(samples: dict[str, list[Sample]]) -> Iterator[str]:
    medians = {name: median(found) for name, found in samples.items() if found}
    base = medians.get("ast.parse")
    yield "| | n | wall s | CPU s | peak MiB | CPU / ast.parse |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: |"
    for name, each in medians.items():
        ratio = f"{each.cpu / base.cpu:.2f}" if base is not None else ""
        yield f"| {name} | {len(samples[name])} | {each.wall:.2f} | {each.cpu:.2f} | {each.peak:.0f} | {ratio} |"


def budgets(medians: dict[str, Sample]) -> Iterator[str]:
    yield "| budget | measured | asked | |"
    yield "| --- | ---: | ---: | --- |"
    for budget in BUDGETS:
        line = budget.line(medians)
        if line is not None:
            yield line
    peak = max(medians[name].peak for name in ("cold -j1", "cold -j2", "warm"))
    yield f"| largest peak, MiB | {peak:.0f} | < {PEAK_BUDGET} | {'met' if peak < PEAK_BUDGET else 'MISSED'} |"
    if f"{SIZES[-1]} x" in medians:
        rise = medians[f"{SIZES[-1]} x"].peak / medians[f"{SIZES[0]} x"].peak
        yield f"| peak, {SIZES[-1]} x / {SIZES[0]} x | {rise:.2f} | <= {FLAT} | {'met' if rise <= FLAT else 'MISSED'} |"


def imports_of_version() -> str:
    """Whether ``--version`` imports what it must not."""
    code = (
        "import sys\nfrom flask_modernize.cli import main\nsys.argv[1:] = ['--version']\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print([name for name in ('libcst', 'rich', 'git', 'bowler') if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    return done.stderr.strip()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tree", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--peers", type=Path, metavar="DIRECTORY", help="virtual environment for the other tools")
    parser.add_argument("--slow", action="store_true", help="also what takes minutes, once")
    parser.add_argument("--growth", type=Path, metavar="TREE", help="a small tree to copy 1, 2, 4 and 8 times")
    parser.add_argument("--ladder", action="store_true", help="also a run with every migration, once")
    words = parser.parse_args()
    tree = words.tree.resolve()
    with tempfile.TemporaryDirectory(prefix="flask-modernize-speed-") as place:
        work = Path(place)
        contenders = list(ours(tree, work, words.ladder))
        if words.peers is not None:
            install_peers(words.peers)
            contenders += peers(tree, work, words.peers.resolve(), words.slow)
        if words.growth is not None:
            contenders += growth(words.growth.resolve(), work)
        warm = next(each for each in contenders if each.name == "warm")
        measured(warm)  # fills the cache
        samples = interleaved(contenders, words.rounds)
    files = python_files(tree)
    size = sum(path.stat().st_size for path in files) / 1e6
    medians = {name: median(found) for name, found in samples.items()}
    python = ".".join(map(str, sys.version_info[:3]))
    machine = f"{os.cpu_count()} processors, Python {python}"
    print(f"{len(files)} files, {size:.1f} MB of Python; {machine}; {words.rounds} rounds")
    print("\n".join(["", *report(samples), "", *budgets(medians), ""]))
    print(f"imported by --version: {imports_of_version()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
