"""Parts of Werkzeug that are distributions of their own today: they have to be declared where Werkzeug or Flask is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from flask_modernize.formats.declarations import Declaration, DependencyFile, Form, Role
from flask_modernize.planning.contract import Edit, Group, Options, Plan
from flask_modernize.project.dependencies import declared, dependency_files

if TYPE_CHECKING:
    from flask_modernize.project.project import Project

_PARTS = (
    (b"werkzeug.contrib.cache", "cachelib", ">=0.9,<1"),
    (b"werkzeug.contrib.atom", "feedwerk", ">=1.1,<2"),
)


def plan(project: Project, options: Options) -> Plan:
    """Declares what the new imports come from."""
    groups: list[Group] = []
    steps: list[str] = []
    for module, name, specifier in _PARTS:
        if name not in declared(project) and any(True for _ in project.files_with(module)):
            added = list(_added(project, name, specifier))
            groups += added
            if not added:
                steps.append(f"Declare {name}{specifier} where the dependencies of the project are")
    return Plan(tuple(groups), (), tuple(steps))


def _added(project: Project, name: str, specifier: str) -> Iterator[Group]:
    for file in dependency_files(project):
        place = _place(file) if not file.locked and file.path.endswith((".txt", ".in")) else None
        if place is not None:
            data = project.tree.read(file.path)
            end = place.entry[1]
            newline = "\r\n" if b"\r\n" in data else "\n"
            text = f"{name}{specifier}"
            text = text + newline if data[:end].endswith(b"\n") else newline + text
            edit = Edit(file.path, end, end, text.encode(file.encoding))
            yield Group(f"{name} was a part of Werkzeug", file.path, place.line, (edit,))


def _place(file: DependencyFile) -> Declaration | None:
    """The declaration of Werkzeug, or of Flask, that it is put below."""
    plain = [each for each in file.declarations if each.form is Form.REQUIREMENT and each.role is Role.RUNTIME]
    for wanted in ("werkzeug", "flask"):
        for each in plain:
            if each.name == wanted and not each.hashed:
                return each
    return None
