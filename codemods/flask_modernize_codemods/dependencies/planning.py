"""What there is to do in the dependency files of a project."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from posixpath import basename

from flask_modernize.formats.declarations import DependencyFile, Role
from flask_modernize.formats.dependency_files import governed_directory
from flask_modernize.planning.activity import Place, activity, import_of, places
from flask_modernize.planning.contract import Finding, Options, Plan
from flask_modernize.planning.libraries import LIBRARIES, library
from flask_modernize.project import Project
from flask_modernize.project.dependencies import SECONDARY, applies, dependency_files
from flask_modernize.project.test_paths import is_test_path
from flask_modernize.project.versions import allows_below
from flask_modernize.rules.pins import raise_pin, replace_package, stands_alone
from flask_modernize_codemods.dependencies import DEAD, DEVELOPMENT, MIGRATION, table

PYTHON_3_ONLY = "2.0"
"""The first version of Flask that does not run on Python 2."""
DEVELOPMENT_FILES = ("requirements-dev.txt", "requirements/dev.txt", "dev-requirements.txt", "requirements_dev.txt")


def plan(project: Project, options: Options) -> Plan:
    """Everything for the whole project; the paths that a user chose are about Python files."""
    plans = [*_raised(project), *_taken_out(project)]
    findings = [finding for each in plans for finding in each.findings]
    findings += [*_dead(project), *_dead_imports(project)]
    if options["development"]:
        findings += _development(project)
    return Plan(
        tuple(group for each in plans for group in each.groups),
        tuple(findings),
        tuple(dict.fromkeys(step for each in plans for step in each.next_steps)),
    )


def _raised(project: Project) -> Iterator[Plan]:
    for each in LIBRARIES:
        if each.plain and activity(project, each).declared and stands_alone(project, each):
            yield raise_pin(project, each, keep_open=True)


def _taken_out(project: Project) -> Iterator[Plan]:
    if not _is_for_python_3(project):
        return
    for name, why in table.NOT_NEEDED.items():
        found = replace_package(project, name, None)
        yield replace(found, groups=tuple(replace(each, title=f"{each.title}: it {why}") for each in found.groups))


def _is_for_python_3(project: Project) -> bool:
    """Whether every declared Flask runs on Python 3 only."""
    declared, locked = places(project, library("Flask"))
    found = [*declared, *locked]
    return bool(found) and not any(allows_below(each.declaration.specifier, PYTHON_3_ONLY) for each in found)


# -- findings ---------------------------------------------------------------------------------------------------------


def _declared(project: Project) -> Iterator[Place]:
    """What people declare, for today's Python."""
    for file in dependency_files(project):
        if not file.locked and basename(file.path) not in SECONDARY:
            yield from (Place(file, each) for each in file.declarations if applies(each))


def _dead(project: Project) -> Iterator[Finding]:
    for place in _declared(project):
        advice = table.DEAD.get(place.declaration.name)
        if advice is not None:
            message = f"{place.declaration.written} is no longer maintained and does not work with Flask 3.1."
            yield _finding(place, DEAD, message, advice, site=True)


def _dead_imports(project: Project) -> Iterator[Finding]:
    """Where something dead is imported that is not declared: the first import of each file."""
    declared = {each.name for file in dependency_files(project) for each in file.declarations}
    for name, advice in table.DEAD.items():
        if name in declared or name in table.SUCCEEDED:
            continue
        module = name.replace("-", "_")
        for path in project.files_with(module.removeprefix("flask_").encode()):
            found = import_of(module).search(project.tree.read(path))
            if found is not None:
                line = project.tree.read(path).count(b"\n", 0, found.start()) + 1
                message = f"{module} is no longer maintained and does not work with Flask 3.1."
                yield Finding(path, line, 1, DEAD, message, advice, MIGRATION.guide)


def _development(project: Project) -> Iterator[Finding]:
    files: dict[str, list[Place]] = {}
    for place in _declared(project):
        if place.declaration.role is Role.RUNTIME and _is_tool(project, place.declaration.name):
            files.setdefault(place.file.path, []).append(place)
    for tools in files.values():
        target = _target(project, tools[0].file)
        if target:
            names = ", ".join(dict.fromkeys(place.declaration.written for place in tools))
            message = f"Installed wherever the application runs, though only development needs it: {names}."
            yield _finding(tools[0], DEVELOPMENT, message, f"Move this to {target}.")


def _finding(place: Place, code: str, message: str, advice: str, *, site: bool = False) -> Finding:
    line = place.declaration.line
    return Finding(place.file.path, line, 1, code, message, advice, MIGRATION.guide, site=site)


def _is_tool(project: Project, name: str) -> bool:
    module = "" if name.startswith(table.TOOL_PREFIXES) else table.TOOLS.get(name)
    return module is not None and not (module and _is_imported(project, module))


def _is_imported(project: Project, module: str) -> bool:
    """By anything but tests and the files that set the project up."""
    pattern = import_of(module)
    return any(
        pattern.search(project.tree.read(path))
        for path in project.files_with(module.encode())
        if not is_test_path(path) and basename(path) not in ("setup.py", "conf.py")
    )


def _target(project: Project, file: DependencyFile) -> str:
    """Where tools belong, in the words of the file that they are in; empty where it has no such place."""
    name = basename(file.path)
    directory = governed_directory(file.path)
    prefix = f"{directory}/" if directory else ""
    if name == "pyproject.toml":
        poetry = b"[tool.poetry" in project.tree.read(file.path)
        return "[tool.poetry.group.dev.dependencies]" if poetry else "a group of [dependency-groups]"
    if name == "Pipfile":
        return "[dev-packages]"
    if name in ("setup.py", "setup.cfg"):
        return "a group of extras_require"
    if not name.endswith((".txt", ".in", ".pip")) or "constraint" in name:
        return ""
    there = next((f"{prefix}{each}" for each in DEVELOPMENT_FILES if project.tree.exists(f"{prefix}{each}")), "")
    return there or f"{prefix}requirements-dev.txt, which begins with a line: -r {name}"
