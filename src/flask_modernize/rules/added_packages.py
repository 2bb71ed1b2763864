"""Distributions that new code needs besides: declared in the lines below the one that they go with."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from flask_modernize.formats.declarations import Declaration, DependencyFile, Form, normalised
from flask_modernize.planning.contract import Edit, Group, Plan
from flask_modernize.project.dependencies import applies, dependency_files
from flask_modernize.sources import SourceFile

if TYPE_CHECKING:
    from flask_modernize.project.project import Project


def add_package(project: Project, name: str, version: str, beside: tuple[str, ...], why: str) -> Plan:
    """Declares a distribution wherever the first of ``beside`` is declared that is; it is not where it is known there.

    Lines of requirements files are written; for other files a next step says what to add.
    """
    edits, steps = [], []
    files = [file for file in dependency_files(project) if not file.locked]
    if any(_declares(file, name) for file in dependency_files(project)):
        return Plan()
    for file, declaration in _anchors(files, beside):
        data = project.tree.read(file.path)
        source = SourceFile.of_any_text(data)
        line = source.position(declaration.whole[0])[0]
        start, end = source.line_span(line)
        is_line = data[start : declaration.whole[0]].strip() == b"" and declaration.form is Form.REQUIREMENT
        if is_line and file.path.endswith((".txt", ".in")) and not declaration.hashed:
            written = f"{name}{version}" if declaration.specifier else name
            newline = "\r\n" if b"\r\n" in data else "\n"
            text = written + newline if data[start:end].endswith(b"\n") else newline + written
            edits.append(Edit(file.path, end, end, text.encode()))
        else:
            steps.append(f"Add {name}{version} to {file.path}: {why}")
    if not edits:
        return Plan(next_steps=tuple(dict.fromkeys(steps)))
    group = Group(f"Declare {name}: {why}", edits[0].path, 1, tuple(edits))
    return Plan((group,), (), tuple(dict.fromkeys(steps)))


def _declares(file: DependencyFile, name: str) -> bool:
    """Whether a file declares it, by itself or as an extra: ``wtforms[email]``."""
    wanted = normalised(name)
    return any(each.name == wanted or wanted.partition("-")[0] in each.extras for each in file.declarations)


def _anchors(files: list[DependencyFile], beside: tuple[str, ...]) -> Iterator[tuple[DependencyFile, Declaration]]:
    for file in files:
        for name in beside:
            found = [each for each in file.declarations if each.name == normalised(name) and applies(each)]
            if found:
                yield file, found[0]
                break
