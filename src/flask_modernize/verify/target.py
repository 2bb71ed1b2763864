"""Finds the application of a tree: module:object or module:factory, and from which directory it is imported."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask_modernize.project import Project
from flask_modernize.project.applications import (
    Application,
    Factory,
    Use,
    applications,
    factories,
    is_main_guard,
    is_test_path,
    made_applications,
    start_up,
    uses,
)
from flask_modernize.sources import Tree


@dataclass(frozen=True, slots=True)
class Found:
    """An application as the probe wants it."""

    app: str
    """module:object, module:factory, or for a script that is only complete when it is run itself script.py:object."""
    paths: tuple[str, ...]
    """Directories of the tree that its modules are imported from."""


class NoApplication(Exception):
    """There is none, or there are several and none of them is the main one."""


def find_application(tree: Tree, wanted: str = "") -> Found:
    """The application of a tree. `wanted` is what the user calls it, module:name.

    An application that is gone is looked for under the name of the factory in the same module: that is where a
    migration puts it. Raises NoApplication.
    """
    project = Project(tree)
    wanted = wanted or _set_in_flaskenv(tree)
    if wanted:
        return _wanted(project, wanted)
    candidates = sorted(_candidates(project), key=lambda each: each.rank)
    if not candidates:
        raise NoApplication("no Flask application was found; name it: --app MODULE:NAME")
    best = [each for each in candidates if each.rank[:2] == candidates[0].rank[:2]]
    makers = {each.of_factory for each in best}
    if len(best) > 1 and (len(makers) > 1 or makers == {""}):
        names = ", ".join(each.found.app for each in best)
        raise NoApplication(f"there are several applications ({names}); name one: --app MODULE:NAME")
    return best[0].found


_FLASK_APP = re.compile(rb"^\s*(?:export\s+)?FLASK_APP\s*=\s*[\"']?([\w./]+(?::\w+)?)", re.MULTILINE)


def _set_in_flaskenv(tree: Tree) -> str:
    """What `.flaskenv` names, as module:name; empty without."""
    match = _FLASK_APP.search(tree.read(".flaskenv")) if tree.exists(".flaskenv") else None
    if match is None:
        return ""
    place, _, name = match.group(1).decode().partition(":")
    module = place.removesuffix(".py").strip("./").replace("/", ".")
    return f"{module}:{name}" if name else module


@dataclass(frozen=True, slots=True)
class _Candidate:
    found: Found
    rank: tuple[int, int, str]
    """Lower is better: made by whom, how little is done with it, its path."""
    of_factory: str = ""
    """The factory that makes it: all that one factory makes are alike."""


_USUAL_STARTS = ("wsgi.py", "app.py", "application.py", "run.py", "server.py", "main.py")


def _candidates(project: Project) -> Iterator[_Candidate]:
    """Module-level applications first: they are what servers are told to start. Then what factories make."""
    for application in applications(project):
        if not is_test_path(application.path):
            done = uses(project, application)
            place = _entry(project, application, done)
            # Beside the application proper there are sometimes helpers that are only there to decorate something.
            many = sum(each.role in ("decorator", "call", "argument", "run") for each in done)
            yield _Candidate(_found(project, place, application.names[0]), _rank(0, -many, application.path))
    for application in made_applications(project):
        of_module = application.made_by is not None and _is_there_when_imported(application)
        if of_module and not is_test_path(application.path):
            usual = application.path.rpartition("/")[2] not in _USUAL_STARTS
            found = _found(project, application.path, application.names[0])
            yield _Candidate(found, _rank(1, 0, f"{usual}{application.path}"), repr(application.made_by))
    for factory in factories(project):
        if "." not in factory.qualname and not is_test_path(factory.path) and _needs_nothing(factory):
            yield _Candidate(_found(project, factory.path, factory.qualname), _rank(2, 0, factory.path))


def _is_there_when_imported(application: Application) -> bool:
    """Whether the object is made by importing its module, and not only where that is run as a program."""
    return not any(
        is_main_guard(statement) and application.statement in ast.walk(statement)
        for statement in application.syntax.module.body
    )


def _entry(project: Project, application: Application, done: Sequence[Use]) -> str:
    """The module that completes the application: one that imports it and registers more, and that nobody imports."""
    started = {step.path for step in start_up(project, application)}
    registering = {
        each.reference.path
        for each in done
        if each.role in ("decorator", "call", "argument")
        and each.function is None
        and each.reference.path not in started
        and not is_test_path(each.reference.path)
    }
    return registering.pop() if len(registering) == 1 else application.path


_AT_THE_SIDE = re.compile(r"(^|/)(examples?|docs?|scripts?|samples?|demos?|benchmarks?|migrations)/")


def _rank(kind: int, order: int, path: str) -> tuple[int, int, str]:
    return (kind + 10 * bool(_AT_THE_SIDE.search(path)), order, path)


def _needs_nothing(factory: Factory) -> bool:
    """Whether it can be called without arguments."""
    arguments = factory.node.args
    positional = len(arguments.posonlyargs) + len(arguments.args)
    return positional <= len(arguments.defaults) and all(each is not None for each in arguments.kw_defaults)


def _found(project: Project, path: str, name: str) -> Found:
    if _is_completed_as_script(project, path):
        return Found(f"{path}:{name}", (".",))
    module, root = _module_and_root(project, path)
    return Found(f"{module}:{name}", (root,) if root == "." else (root, "."))


def _module_and_root(project: Project, path: str) -> tuple[str, str]:
    """The dotted name of a file, and the directory that it is imported from.

    Directories without ``__init__.py`` are packages where the project imports from them by name.
    """
    name = project.module_name(path)
    parts = path.removesuffix(".py").removesuffix("/__init__").split("/")
    above = parts[: len(parts) - name.count(".") - 1]
    for start in range(len(above)):
        dotted = ".".join(above[start:])
        if any(_imports(project, dotted)):
            return f"{dotted}.{name}", "/".join(above[:start]) or "."
    return name, "/".join(above) or "."


def _imports(project: Project, package: str) -> Iterator[bool]:
    pattern = re.compile(rb"^\s*(?:from|import)\s+" + re.escape(package.encode()) + rb"\b", re.MULTILINE)
    for path in project.files_with(package.rpartition(".")[2].encode()):
        if pattern.search(project.tree.read(path)):
            yield True


def _is_completed_as_script(project: Project, path: str) -> bool:
    """Whether what stands under ``if __name__ == "__main__"`` sets up more than a server: ``db.init_app(app)``."""
    syntax = project.syntax(path)
    for statement in syntax.module.body if syntax is not None else ():
        if is_main_guard(statement):
            called = {
                node.func.attr
                for node in ast.walk(statement)
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
            }
            if called & {"init_app", "register_blueprint", "add_resource", "add_url_rule"}:
                return True
    return False


def _wanted(project: Project, wanted: str) -> Found:
    """What the user names; its factory where the object itself is gone."""
    found = _named(project, wanted)
    return found if found is not None else Found(wanted, (".",))


def _named(project: Project, wanted: str) -> Found | None:
    """The application of that name, or what the one factory in its module makes; None where there is neither."""
    module, _, name = wanted.partition(":")
    if module.endswith(".py"):
        return Found(wanted, (".",))
    path = _path_of(project, module)
    facts = project.facts(path) if path is not None else None
    if path is None or facts is None:
        return None
    root = _root_of(path, module)
    paths = (root,) if root == "." else (root, ".")
    # A module-level __getattr__ gives the object to whoever asks for it.
    if not name or name in facts.bindings or "__getattr__" in facts.functions:
        return Found(wanted, paths)
    makers = [each for each in factories(project) if each.path == path and _needs_nothing(each)]
    return Found(f"{module}:{makers[0].qualname}", paths) if len(makers) == 1 else None


def _path_of(project: Project, module: str) -> str | None:
    ends = (f"/{module.replace('.', '/')}.py", f"/{module.replace('.', '/')}/__init__.py")
    matches = [path for path in project.tree.python_paths() if f"/{path}".endswith(ends)]
    return min(matches, key=lambda path: (path.count("/"), path), default=None)


def _root_of(path: str, module: str) -> str:
    parts = path.removesuffix(".py").removesuffix("/__init__").split("/")
    return "/".join(parts[: len(parts) - module.count(".") - 1]) or "."


def same_application(after: Tree, before: Found) -> Found:
    """The application of the tree that came out of a migration: under its old name, or what its factory makes.

    Raises NoApplication.
    """
    module, _, name = before.app.partition(":")
    project = Project(after)
    if module.endswith(".py"):
        facts = project.facts(module) if module in after.paths else None
        complete = facts is not None and name in facts.bindings and _is_completed_as_script(project, module)
        return before if complete else find_application(after)
    return _named(project, before.app) or find_application(after)
