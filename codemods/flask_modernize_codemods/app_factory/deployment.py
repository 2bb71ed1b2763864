"""What starts the application from outside: commands of servers, and ``wsgi.py``."""

from __future__ import annotations

import ast
import posixpath
import re
from collections.abc import Collection
from typing import TYPE_CHECKING

from flask_modernize.planning.contract import Edit, FileChange, Finding
from flask_modernize.project import ModuleObject
from flask_modernize.project.applications import Application, applications, is_test_path
from flask_modernize.project.entry_points import EntryPoint, entry_points
from flask_modernize_codemods.app_factory.codes import ADVICE, GUIDE
from flask_modernize_codemods.app_factory.scripts import FACTORY

if TYPE_CHECKING:
    from flask_modernize.project import Project

_CALLING = frozenset({"gunicorn", "uwsgi", "hypercorn", "chaussette", "wsgi_app"})
"""Servers that take ``module:factory()``."""
_NAMING = frozenset({"flask", "FLASK_APP"})
"""They call a function that they are given by name."""


def deployment_edits(
    project: Project, application: Application, handed_on: Collection[str], wsgi: str | None
) -> tuple[list[Edit], list[Finding]]:
    """Edits of the places that name the application in its own module, or in one that hands it on.

    ``wsgi`` is the path of the ``wsgi.py`` that has an application, None where there is none.
    """
    edits: list[Edit] = []
    findings: list[Finding] = []
    for entry in entry_points(project):
        if entry.word.name not in application.names or not _means(project, entry, {application.path, *handed_on}):
            continue
        if entry.word.form in ("file", "module"):
            edit = _other_file(project, application, entry, wsgi)
        else:
            edit = _edit(entry)
        if edit is not None:
            edits.append(edit)
            continue
        message = f"{entry.word.server} is told to run {entry.word.name} of {entry.word.module}"
        findings.append(
            Finding(entry.path, entry.line, 1, "F-ENTRY-POINT", message, ADVICE["F-ENTRY-POINT"], GUIDE, site=False)
        )
    return edits, findings


def _means(project: Project, entry: EntryPoint, paths: Collection[str]) -> bool:
    """Whether the module that a command names is one of the files, as seen from the command's file and its root."""
    dotted = re.sub(r"\.py$", "", posixpath.normpath(entry.word.module)).strip("/.").replace("/", ".")
    directory = posixpath.dirname(entry.path)
    for importer in (posixpath.join(directory, "_"), *(module_beside(path, dotted) for path in sorted(paths))):
        found = project.module_paths(dotted, importer)
        if found is not None:
            return found in paths
    return False


def module_beside(path: str, dotted: str) -> str:
    """A file in the directory from which ``dotted`` would lead to ``path``."""
    place = path.removesuffix(".py").removesuffix("/__init__")
    suffix = dotted.replace(".", "/")
    return posixpath.join(place[: -len(suffix)] if place.endswith(suffix) else posixpath.dirname(place), "_")


def _other_file(project: Project, application: Application, entry: EntryPoint, wsgi: str | None) -> Edit | None:
    """uWSGI takes the application from ``wsgi.py``, where it has the same names."""
    if wsgi is None:
        return None
    if entry.word.form == "module":
        home = root_of(application.path, project.module_name(application.path))
        text = posixpath.basename(wsgi).removesuffix(".py")
    else:
        home = posixpath.dirname(application.path)
        directory = entry.word.module.rpartition("/")[0]
        text = f"{directory}/{posixpath.basename(wsgi)}" if directory else posixpath.basename(wsgi)
    if posixpath.dirname(wsgi) != home or not _has_name(project, application, wsgi, entry.word.name):
        return None
    return Edit(entry.path, entry.start, entry.end, text.encode())


def _has_name(project: Project, application: Application, wsgi: str, name: str) -> bool:
    """Whether ``wsgi.py`` has the application under a name; one that is made here has all of its names."""
    return name == application.variable.name or (name in application.names and not project.tree.exists(wsgi))


def _edit(entry: EntryPoint) -> Edit | None:
    word = entry.word
    if word.server in _CALLING:
        text = f"{word.module}:{FACTORY}()"
        if not word.module.endswith(".py"):
            return Edit(entry.path, entry.start, entry.end, word.quoted(text).encode())
    if word.server in _NAMING:
        return Edit(entry.path, entry.start, entry.end, f"{word.module}:{FACTORY}".encode())
    if word.server == "waitress-serve":
        call = f"{word.module}:{FACTORY}"
        if word.form == "shell":
            return Edit(entry.path, entry.start, entry.end, f"--call {call}".encode())
        mark = word.quote
        return Edit(entry.path, entry.start - 1, entry.end, f"{mark}--call{mark}, {mark}{call}".encode())
    return None


def wsgi_module(project: Project, application: Application, scripts: Collection[str]) -> FileChange | None:
    """``wsgi.py`` beside the topmost package, unless there is one, or a script that holds an application already."""
    dotted = module_name(project, application)
    root = root_of(application.path, dotted)
    path = posixpath.join(root, "wsgi.py")
    beside = [each for each in applications(project) if root_of(each.path, module_name(project, each)) == root]
    if not _is_project(project, root) or project.tree.exists(path):
        return None
    if len([each for each in beside if not is_test_path(each.path)]) > 1:
        return None
    if any(posixpath.dirname(script) == root for script in scripts):
        return None
    if not all(part.isidentifier() for part in dotted.split(".")) or project.imported(
        path, dotted, None, 0
    ) != ModuleObject(application.path):
        return None
    names = " = ".join(application.names)
    text = f"from {dotted} import {FACTORY}\n\n{names} = {FACTORY}()\n"
    return FileChange(path, application.syntax.source.encode(text))


def module_name(project: Project, application: Application) -> str:
    """What the application's module is called where the program is started."""
    dotted = project.module_name(application.path)
    return dotted.rpartition(".")[2] if _imports_as_script(project, application) else dotted


def _imports_as_script(project: Project, application: Application) -> bool:
    """Whether a module in a package imports its neighbours as if the package's directory were where it is started."""
    directory = posixpath.dirname(application.path)
    for statement in application.syntax.module.body:
        if isinstance(statement, ast.ImportFrom) and not statement.level and statement.module:
            names = [statement.module]
        elif isinstance(statement, ast.Import):
            names = [alias.name for alias in statement.names]
        else:
            continue
        for name in names:
            found = project.imported(application.path, name, None, 0)
            if not isinstance(found, ModuleObject) or posixpath.dirname(found.path) != directory:
                continue
            if project.module_name(found.path) not in (name, project.module_name(application.path)):
                return True
    return False


_SIGNS = re.compile(
    r"requirements[\w.-]*\.(?:txt|in)|Pipfile|pyproject\.toml|setup\.(?:py|cfg)|Procfile|Dockerfile|docker-compose\.ya?ml"
    r"|README[\w.]*|\.flaskenv|manage\.py|tox\.ini|uwsgi\.ini"
)


def _is_project(project: Project, root: str) -> bool:
    """Whether a directory is where a program is started from, and not one of many in a collection."""
    prefix = f"{root}/" if root else ""
    return not root or any(
        path.startswith(prefix) and _SIGNS.fullmatch(path[len(prefix) :]) for path in project.tree.paths
    )


def root_of(path: str, dotted: str) -> str:
    """The directory that a module is imported from."""
    place = path.removesuffix(".py").removesuffix("/__init__")
    suffix = dotted.replace(".", "/")
    return place[: -len(suffix)].rstrip("/") if place.endswith(suffix) else posixpath.dirname(path)
