"""Addresses of databases: files of SQLite that would move, and the scheme ``postgres``.

A relative SQLite path started at the folder of the application (``app.root_path``); version 3 takes the instance
folder. The rewritten path is absolute, so that the application keeps its data.
"""

from __future__ import annotations

import ast
import posixpath
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from flask_modernize.facts.sketch import dotted_name
from flask_modernize.planning.contract import Finding, ImportNeed
from flask_modernize.project.application_objects import applications, factories
from flask_modernize.project.config_keys import flask_keys
from flask_modernize.project.dependencies import is_pinned_from
from flask_modernize.project.memory import remembered
from flask_modernize.project.objects import External
from flask_modernize.project.string_places import place_in_string
from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.members import needed_names
from flask_modernize.rules.replacing import Replacement
from flask_modernize_codemods.flask_sqlalchemy_3.codes import MYSQL, URI

if TYPE_CHECKING:
    from flask_modernize.project.project import Project

_KEYS = ("SQLALCHEMY_DATABASE_URI", "SQLALCHEMY_BINDS")
_RELATIVE = re.compile(r"sqlite:///(?!/|:memory:|file:|$)(?![A-Za-z]:[/\\])(?P<path>[^?]+)(?P<query>\?.*)?", re.DOTALL)
_ENVIRONMENT = frozenset({"os.environ.get", "os.getenv"})
_HEROKU = "DATABASE_URL"
_SERVERS = ("postgres", "mysql")


def database_uris(file: File) -> Iterator[Match | Finding]:
    """Every address that a file sets."""
    for use in flask_keys(file.project, _KEYS).values():
        for place in use.places:
            if place.syntax is file.syntax and place.role == "write" and place.value is not None:
                for each in _texts(place.value):
                    yield from _address(file, each)
                yield from _of_heroku(file, place.value)


def _texts(node: ast.expr) -> Iterator[ast.expr]:
    """The texts that a value may be, or begin with."""
    if isinstance(node, ast.Constant | ast.JoinedStr):
        yield node
    elif isinstance(node, ast.BoolOp):
        for each in node.values:
            yield from _texts(each)
    elif isinstance(node, ast.IfExp):
        yield from _texts(node.body)
        yield from _texts(node.orelse)
    elif isinstance(node, ast.BinOp):
        yield from (each for each in _texts(node.left) if _prefix(each).startswith(_SERVERS))
    elif isinstance(node, ast.Dict):
        for value in node.values:
            yield from _texts(value)
    elif isinstance(node, ast.Call):
        if isinstance(node.func, ast.Attribute) and node.func.attr == "format":
            yield from (each for each in _texts(node.func.value) if _prefix(each).startswith(_SERVERS))
        elif dotted_name(node.func) in {*_ENVIRONMENT, "environ.get", "getenv"}:
            for each in node.args[1:]:
                yield from _texts(each)


def _prefix(node: ast.expr) -> str:
    """How a text begins."""
    if isinstance(node, ast.JoinedStr):
        return _prefix(node.values[0]) if node.values else ""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _address(file: File, node: ast.expr) -> Iterator[Match | Finding]:
    prefix = _prefix(node)
    if re.match(r"postgres(\+\w+)?://", prefix):
        yield _postgresql(file, node)
    if (
        prefix.startswith("mysql")
        and not is_pinned_from(file.project, "Flask-SQLAlchemy", "3.0")
        and not _has_engine_options(file.project)
    ):
        message = "connections to MySQL are not renewed after two hours any more, and their pool has 5 places, not 10"
        advice = "Set SQLALCHEMY_ENGINE_OPTIONS = {'pool_recycle': 7200, 'pool_size': 10} if the server closes them."
        yield file.finding(node, MYSQL, message, advice)
    relative = _RELATIVE.fullmatch(prefix) if isinstance(node, ast.Constant) else None
    if relative is not None and not is_pinned_from(file.project, "Flask-SQLAlchemy", "3.0", file.syntax.path):
        yield _absolute(file, node, relative["path"], relative["query"] or "")


@remembered
def _has_engine_options(project: Project) -> bool:
    """Whether the project chooses its pool itself."""
    words = (b"SQLALCHEMY_ENGINE_OPTIONS", b"SQLALCHEMY_POOL_RECYCLE", b"engine_options")
    return any(True for word in words for _ in project.files_with(word))


def _postgresql(file: File, node: ast.expr) -> Match | Finding:
    start, end = file.span(node)
    place = file.syntax.source.data.find(b"postgres", start, end)
    if isinstance(node, ast.Constant):
        found = place_in_string(file.syntax, node)
        place = found if found is not None else place
    if place < 0:
        return file.finding(node, URI, "`postgres://` is not known to SQLAlchemy any more", "Write postgresql://.")
    behind = place + len(b"postgres")
    return Match("fsa-postgres-scheme", "postgres:// is postgresql://", node, (Replacement(behind, behind, ("ql",)),))


def _absolute(file: File, node: ast.expr, path: str, query: str) -> Match | Finding:
    application = _application(file, node)
    here = posixpath.dirname(file.syntax.path)
    roots = _nearest(_roots(file.project), here)
    if len(roots) > 1 and application is None:
        message = f"`{file.text(node)}` is a file in the instance folder from now on, not in the application's"
        return file.finding(
            node, URI, message, "Write an absolute path; move the file if the instance folder is meant."
        )
    root = next(iter(roots)) if roots else here
    steps = [] if root == here else posixpath.relpath(root or ".", here or ".").split("/")
    quote = '"' if file.text(node).rstrip().endswith('"') else "'"
    base = _base_directory(file) if application is None or root == here else None
    if base is None and application is not None:
        base, steps = f"{application}.root_path", []
    needs: tuple[ImportNeed, ...] = ()
    module = _os(file, node)
    if isinstance(module, Finding):
        return module
    name, needs = module
    if base is None:
        base = f"{name}.path.abspath({name}.path.dirname(__file__))"
    parts = [*steps, *path.split("/")]
    joined = ", ".join([base, *(f"{quote}{part}{quote}" for part in parts if part)])
    text = f"{quote}sqlite:///{quote} + {name}.path.join({joined})"
    if query:
        text += f" + {quote}{query}{quote}"
    title = "a relative path starts at the application's folder"
    return Match("fsa-sqlite-relative-path", title, node, (Replacement(*file.span(node), (text,)),), needs)


def _application(file: File, node: ast.expr) -> str | None:
    """``app`` of ``app.config["KEY"] = node``."""
    statement = file.syntax.scopes.statement_of(node)
    target = statement.targets[0] if isinstance(statement, ast.Assign) else None
    holder = target.value if isinstance(target, ast.Subscript) else None
    if isinstance(holder, ast.Attribute) and holder.attr == "config" and isinstance(holder.value, ast.Name):
        return holder.value.id
    return None


def _nearest(roots: frozenset[str], here: str) -> frozenset[str]:
    """Of several applications, the one of the same folder, below it, or above it."""
    below = frozenset(each for each in roots if not here or each.startswith(here + "/"))
    above = [each for each in roots if not each or here.startswith(each + "/")]
    if here in roots:
        return frozenset({here})
    return below or frozenset(sorted(above, key=len)[-1:]) or roots


@remembered
def _roots(project: Project) -> frozenset[str]:
    """The folders of all applications of the project that are not tests."""
    made = [*(each.path for each in applications(project)), *(each.path for each in factories(project))]
    return frozenset(posixpath.dirname(path) for path in made if "test" not in path)


def _os(file: File, node: ast.AST) -> tuple[str, tuple[ImportNeed, ...]] | Finding:
    given = needed_names(file, node, ("os",))
    return given if isinstance(given, Finding) else (given[0]["os"], given[1])


def _base_directory(file: File) -> str | None:
    """A variable at the top of the file that holds the file's own folder."""
    for statement in file.syntax.module.body:
        if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
            target = statement.targets[0]
            text = re.sub(r"\s", "", file.text(statement.value))
            own = re.fullmatch(r"(os\.)?path\.(abspath|realpath)\((os\.)?path\.dirname\(__file__\)\)", text)
            other = re.fullmatch(r"(os\.)?path\.dirname\((os\.)?path\.(abspath|realpath)\(__file__\)\)", text)
            if isinstance(target, ast.Name) and (own or other):
                return target.id
    return None


# --- Heroku ---


def _of_heroku(file: File, value: ast.expr) -> Iterator[Match | Finding]:
    """``DATABASE_URL`` begins with ``postgres://`` on Heroku, whatever the application would like."""
    if not _on_heroku(file.project) or any(
        isinstance(each, ast.Attribute) and each.attr in ("replace", "sub") for each in ast.walk(value)
    ):
        return
    for node in ast.walk(value):
        if isinstance(node, ast.Subscript | ast.Call) and _reads_database_url(file, node):
            yield _corrected(file, node)


@remembered
def _on_heroku(project: Project) -> bool:
    return any(posixpath.basename(path) == "Procfile" for path in project.tree.paths)


def _reads_database_url(file: File, node: ast.Subscript | ast.Call) -> bool:
    key: ast.expr | None
    if isinstance(node, ast.Subscript):
        key, holder, wanted = node.slice, node.value, {"os.environ"}
    else:
        key, holder, wanted = (node.args[0] if node.args else None), node.func, set(_ENVIRONMENT)
    if not isinstance(key, ast.Constant) or key.value != _HEROKU:
        return False
    obj = file.project.resolve(file.syntax.path, dotted_name(holder) or "", file.scope(node))
    return isinstance(obj, External) and obj.name in wanted


def _corrected(file: File, node: ast.Subscript | ast.Call) -> Match | Finding:
    end = file.span(node)[1]
    quote = "'" if b"'" in file.syntax.source.data[slice(*file.span(node))] else '"'
    text = f".replace({quote}postgres://{quote}, {quote}postgresql://{quote}, 1)"
    replacements = [Replacement(end, end, (text,))]
    if isinstance(node, ast.Call) and len(node.args) < 2:
        parent = file.syntax.scopes.parent(node)
        if not (isinstance(parent, ast.BoolOp) and isinstance(parent.op, ast.Or) and parent.values[-1] is not node):
            message = f"`{file.text(node)}` begins with postgres:// on Heroku, which SQLAlchemy does not know any more"
            return file.finding(node, URI, message, "Replace the beginning by postgresql://.")
        behind = file.span(node.args[0])[1]
        replacements = [Replacement(behind, behind, (f", {quote}{quote}",)), *replacements]
    return Match("fsa-postgres-scheme", "postgres:// is postgresql://", node, tuple(replacements))


DATABASE_URIS = Matcher(frozenset(each.encode() for each in _KEYS), database_uris)
