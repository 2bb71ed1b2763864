"""The order of statements that `import_of` tells, against Python itself on programs drawn at random."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path

from flask_modernize.project import Project
from flask_modernize.project.applications import failed_imports, import_of

PROGRAMS = 250
FILES = (
    "main.py",
    "alone.py",
    "p/__init__.py",
    "p/a.py",
    "p/b.py",
    "p/c.py",
    "p/q/__init__.py",
    "p/q/d.py",
    "p/q/e.py",
)
MODULES = ("alone", "p", "p.a", "p.b", "p.c", "p.q", "p.q.d", "p.q.e")

CHILD = """
import builtins, importlib, json, os, sys
sys.dont_write_bytecode = True
answers = []
for directory in sorted(os.listdir(sys.argv[1]), key=int):
    before, log = set(sys.modules), []
    builtins.log = log.append
    sys.path.insert(0, os.path.join(sys.argv[1], directory))
    importlib.invalidate_caches()
    try:
        importlib.import_module("main")
        complete = True
    except Exception:
        complete = False
    sys.path.pop(0)
    for name in set(sys.modules) - before:
        del sys.modules[name]
    answers.append([complete, log])
print(json.dumps(answers))
"""


def statement(draw: random.Random, path: str, number: int, kinds: int) -> str:
    """One statement of a file; with the last kind it may well fail when it runs."""
    module = draw.choice(MODULES)
    package, _, name = module.rpartition(".")
    inner = name if package else draw.choice(("a", "b", "q"))
    package = package or "p"
    kind = draw.randrange(kinds)
    beside = ("d", "e") if path.startswith("p/q") else ("a", "b", "c", "q")
    here = "." if path.startswith("p/") else "p"
    forms = {
        0: f"import {module}",
        1: f"import {module} as other",
        2: f"from {package} import {inner}",
        3: f"from {package} import {inner} as renamed, {inner}",
        4: f"from {here} import {draw.choice(beside)}",
        5: f"from {module} import *",
        6: "try:\n    from alone import nothing\n    import p.a\nexcept ImportError:\n    import p.b",
        7: f"if __name__ == '__main__':\n    import {module}\nelse:\n    import p.c",
        8: f"def function{number}():\n    import {module}\nfunction{number}()",
        10: f"from {module} import value",
        9: f"class Class{number}:\n    import {module}",
    }
    return forms[kind]


def program(seed: int, kinds: int = 10) -> dict[str, str]:
    """A program whose files import each other at random, and tell of every statement in between."""
    draw = random.Random(seed)
    files = {}
    for path in FILES:
        lines = [f"log('{path} start')"]
        for number in range(draw.randrange(4)):
            lines += [statement(draw, path, number, kinds), f"log('{path} {number}')"]
        lines.insert(draw.randrange(1, len(lines) + 1), "value = 1")
        if draw.random() < 0.2:
            lines.insert(draw.randrange(len(lines) + 1), f"{draw.choice('abcde')} = 1")
        if draw.random() < 0.2 and path == "p/__init__.py":
            lines.insert(0, "__all__ = ['a', 'b']")
        files[path] = "\n".join(lines) + "\n"
    return files


def told(files: dict[str, str]) -> list[str]:
    """What the program logs, going by the steps that the project tells."""
    texts = []
    for step in import_of(Project.from_files(files), "main.py"):
        line = step.syntax.source.text(*step.syntax.source.line_span(step.statement.lineno))
        if line.startswith("log("):
            texts.append(line.strip()[5:-2])
    return texts


def run_all(programs: list[dict[str, str]], directory: Path) -> list[tuple[bool, list[str]]]:
    """For each program whether Python comes to its end, and what it logs."""
    for number, files in enumerate(programs):
        for path, text in files.items():
            target = directory / str(number) / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text)
    command = [sys.executable, "-I", "-c", CHILD, str(directory)]
    answer = subprocess.run(command, capture_output=True, text=True, check=True, env={"PATH": os.environ["PATH"]})
    return [(complete, log) for complete, log in json.loads(answer.stdout)]


def test_python_runs_the_statements_in_this_order(tmp_path: Path) -> None:
    programs = [program(seed) for seed in range(PROGRAMS)]
    complete = 0
    for files, (ended_well, log) in zip(programs, run_all(programs, tmp_path), strict=True):
        steps = told(files)
        complete += ended_well
        # A program that ends early says nothing about what would have come.
        assert (steps if ended_well else steps[: len(log)]) == log, files
    assert complete > PROGRAMS / 2


def test_imports_that_are_said_to_fail_do(tmp_path: Path) -> None:
    programs = [program(seed, 11) for seed in range(PROGRAMS)]
    hits = misses = 0
    for files, (ended_well, _) in zip(programs, run_all(programs, tmp_path), strict=True):
        failed = failed_imports(Project.from_files(files), "main.py")
        if ended_well:
            assert not failed, files
        else:
            hits, misses = hits + bool(failed), misses + (not failed)
    assert hits > 3 * misses
    assert hits > 10
