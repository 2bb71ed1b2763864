"""What blueprints are called: by the domain of their module, and by what the module has free."""

from __future__ import annotations

import ast
import posixpath
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from flask_modernize.facts.sketch import dotted_name
from flask_modernize.project.objects import External, Variable
from flask_modernize.project.scopes import FunctionNode
from flask_modernize.rewriting.bound_names import binds

if TYPE_CHECKING:
    from flask_modernize.project import Project, Syntax

_GENERAL = frozenset(
    {
        *("app", "apps", "application", "main", "routes", "route", "views", "view", "urls", "handlers", "controllers"),
        *("controller", "endpoints", "server", "run", "wsgi", "web", "site", "index", "core", "base", "home"),
        *("manage", "flask_app", "webapp", "start", "default", "frontend", "__init__", "src", "project", "hello"),
    }
)
"""Names of modules and folders that say nothing about what is in them."""

_AFFIXES = ("_views", "_view", "_routes", "_route", "_handlers", "_controller", "_endpoints", "_blueprint", "_bp")
_PREFIXES = ("views_", "view_", "routes_", "route_")
_OF_EXTENSIONS = {"flask_admin": "admin", "flask_bootstrap": "bootstrap", "flask_security": "security"}
KEPT = frozenset({"static", "_uploads", "debugtoolbar"})


def domain_of(path: str, home: str) -> str:
    """What the module at ``path`` is about, by its name; ``main`` when that does not tell. ``home`` is the app's."""
    if path == home:
        return "main"
    directory, stem = posixpath.dirname(path), _stem(path)
    if path.endswith("__init__.py"):
        directory = posixpath.dirname(directory)
    name = _plain(stem)
    if name not in _GENERAL:
        return name
    while directory and directory != posixpath.dirname(home):
        name = _plain(posixpath.basename(directory))
        if name not in _GENERAL:
            return name
        directory = posixpath.dirname(directory)
    return "main"


def rank_of(path: str) -> tuple[bool, str]:
    """Which of several modules that are about everything gets the name: first those whose own name says so."""
    return _stem(path) not in ("main", "routes", "views", "index"), path


def _stem(path: str) -> str:
    """The last part of the module's name; for a package that of its folder."""
    return posixpath.basename(path.removesuffix("/__init__.py")).removesuffix(".py")


def _plain(stem: str) -> str:
    name = stem.lower()
    for affix in _AFFIXES:
        name = name.removesuffix(affix)
    for prefix in _PREFIXES:
        name = name.removeprefix(prefix)
    return name.strip("_") or stem


def unused(name: str, path: str, taken: Collection[str]) -> str:
    """``name``, or when it is taken something like it."""
    stem = _stem(path)
    folder = posixpath.basename(posixpath.dirname(path.removesuffix("/__init__.py")))
    candidates = [name, stem, f"{folder}_{stem}" if folder else f"{stem}_views", f"{name}_views"]
    for candidate in (*candidates, *(f"{name}_{number}" for number in range(2, 1000))):
        if candidate not in taken and candidate.isidentifier() and not candidate.startswith("__"):
            return candidate
    raise AssertionError("a thousand blueprints of one name")


def taken_names(project: Project, paths: Iterable[str]) -> set[str]:
    """Names that blueprints of the program have, or that extensions it uses give to theirs."""
    found = set(KEPT)
    for path in paths:
        data = project.tree.read(path)
        if b"Blueprint" in data:
            found.update(_blueprint_names(project, path))
        for package, name in _OF_EXTENSIONS.items():
            if package.encode() in data or package.replace("_", ".ext.", 1).encode() in data:
                found.add(name)
    return found


def _blueprint_names(project: Project, path: str) -> Iterable[str]:
    syntax = project.syntax(path)
    for node in syntax.scopes.nodes() if syntax is not None else ():
        if isinstance(node, ast.Call) and (dotted_name(node.func) or "").endswith("Blueprint"):
            for value in (*node.args[:1], *(each.value for each in node.keywords if each.arg == "name")):
                if isinstance(value, ast.Constant) and isinstance(value.value, str):
                    yield value.value


def variable_for(project: Project, syntax: Syntax, name: str, avoided: Collection[str], is_starred: bool) -> str:
    """A name for the blueprint that the module does not bind; one that is unique where the module is star-imported."""
    candidates = [] if is_starred else ["bp"]
    candidates += [f"{name}_bp", f"{name}_blueprint"]
    for candidate in (*candidates, *(f"{name}_bp{number}" for number in range(2, 1000))):
        if candidate not in avoided and not binds(syntax.module, candidate) and not _mentioned(syntax, candidate):
            return candidate
    raise AssertionError("a thousand variables of one name")


def _mentioned(syntax: Syntax, name: str) -> bool:
    return any(isinstance(node, ast.Name) and node.id == name for node in syntax.scopes.nodes())


def existing_endpoints(project: Project, paths: Iterable[str]) -> set[str]:
    """The last parts of endpoints that blueprints of the program may have: names of functions with a ``route``."""
    found: set[str] = set()
    for path in paths:
        if b".route" not in project.tree.read(path):
            continue
        syntax = project.syntax(path)
        for node in syntax.scopes.nodes() if syntax is not None else ():
            if syntax is not None and isinstance(node, FunctionNode):
                called = [each.func for each in node.decorator_list if isinstance(each, ast.Call)]
                owners = [each.value for each in called if isinstance(each, ast.Attribute) and each.attr in _ROUTES]
                if any(_is_blueprint(project, syntax, owner) for owner in owners):
                    found.add(node.name)
    return found


_ROUTES = frozenset({"route", "get", "post", "put", "delete", "patch", "endpoint"})


def _is_blueprint(project: Project, syntax: Syntax, node: ast.expr) -> bool:
    """Whether something with a ``route`` is made by ``Blueprint(...)``, as far as can be told."""
    dotted = dotted_name(node)
    found = project.resolve(syntax.path, dotted, syntax.scopes.scope_of(node)) if dotted is not None else None
    binding = project.binding(found) if isinstance(found, Variable) else None
    value = binding.value if binding is not None else None
    if not isinstance(found, Variable) or not value or value[0] != "call" or value[1][0] != "name":
        return False
    cls = project.resolve(found.path, value[1][1])
    return isinstance(cls, External) and cls.name.endswith("Blueprint")
