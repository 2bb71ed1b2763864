"""Where the config module goes, and how the app's module imports it, as the program is started today."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_modernize.project.conditions import is_main_guard
from flask_modernize.project.memory import remembered
from flask_modernize.project.objects import ModuleObject
from flask_modernize.sources.gitignore import ignore_pattern
from flask_modernize_codemods.config_classes.imported import files_imported_by

if TYPE_CHECKING:
    from flask_modernize.project import Project
    from flask_modernize.project.syntax import Syntax

_NAMES = ("config", "settings")


@dataclass(frozen=True, slots=True)
class Place:
    """``path`` of the new module; ``module`` as the app's module names it in an import (``.config``, ``pkg.config``);
    ``root`` is the directory that the application is started from."""

    path: str
    module: str
    root: str


def place_for(project: Project, path: str, *, shared: bool) -> Place | None:
    """The first free place beside the app's module. ``shared``: other apps have their module in this directory."""
    root = start_directory(project, path)
    if root is None:
        return None
    directory = path.rpartition("/")[0]
    stem = path.rpartition("/")[2].removesuffix(".py")
    for name in (f"{stem}_config",) if shared else _NAMES:
        new = f"{directory}/{name}.py" if directory else f"{name}.py"
        if not _taken(project, directory, name, root) and not _expected(project, new):
            top = root.rpartition("/")[0] if root.rpartition("/")[2] == "src" else root
            return Place(new, _import_name(project, path, directory, name, root), top)
    return None


def _taken(project: Project, directory: str, name: str, root: str) -> bool:
    """Whether a module or package of the name is there, or would be hidden by the new one."""
    for place in {directory, root}:
        prefix = f"{place}/{name}" if place else name
        if project.tree.exists(prefix + ".py") or any(each.startswith(prefix + "/") for each in project.tree.paths):
            return True
    return False


def _expected(project: Project, new: str) -> bool:
    """Whether the program has a module of that name already which only is not in the repository: git ignores it, or
    somebody imports it."""
    if _is_ignored(project, new):
        return True
    stem = new.rpartition("/")[2].removesuffix(".py")
    below = new.removesuffix(".py").replace("/", ".")
    return any(
        module.rpartition(".")[2] == stem and (level or f".{below}".endswith(f".{module}"))
        for module, level in _missing_modules(project)
    )


@remembered
def _missing_modules(project: Project) -> frozenset[tuple[str, int]]:
    """Modules called like ours that files import, or hand to ``from_object``, and that are not there; with the number
    of leading dots."""
    found: set[tuple[str, int]] = set()
    for name in (*_NAMES, "_config"):
        for path in project.files_with(name.encode()):
            for match in _NAMED.finditer(project.tree.read(path)):
                dots, module, dots_only, names, text = (part.decode("utf-8", "replace") for part in match.groups(b""))
                candidates = [(module or text, len(dots))]
                candidates += [(each.strip(), len(dots_only)) for each in names.split(",")] if dots_only else []
                found.update(each for each in candidates if _is_missing(project, path, *each))
    return frozenset(found)


_NAMED = re.compile(
    rb"^[ \t]*(?:from[ \t]+|import[ \t]+)(\.*)([\w.]+)"
    rb"|^[ \t]*from[ \t]+(\.+)[ \t]+import[ \t]+([\w, ]+)"
    rb"|from_object\([ \t]*[\"']([\w.]+)[\"']",
    re.MULTILINE,
)


def _is_missing(project: Project, path: str, module: str, level: int) -> bool:
    ours = module.rpartition(".")[2].endswith((*_NAMES, "_config"))
    return ours and not isinstance(project.imported(path, module, None, level), ModuleObject)


def _is_ignored(project: Project, path: str) -> bool:
    """Whether the .gitignore files of the project leave a file out."""
    ignored = False
    parts = path.split("/")
    for depth in range(len(parts)):
        directory = "/".join(parts[:depth])
        name = f"{directory}/.gitignore" if directory else ".gitignore"
        if not project.tree.exists(name):
            continue
        for line in project.tree.read(name).splitlines():
            pattern = ignore_pattern(line)
            if pattern is not None and pattern.matches("/".join(parts[depth:]).encode(), is_directory=False):
                ignored = not pattern.takes_back
    return ignored


def start_directory(project: Project, path: str) -> str | None:
    """The directory that must be importable for the app's module to work: told by its imports and by its importers.

    None when they contradict each other.
    """
    directory = path.rpartition("/")[0]
    own = Counter(_roots_of_imports(project, path))
    if own:
        return own.most_common(1)[0][0] if len(own) == 1 else None
    importers = Counter(_roots_of_importers(project, path))
    if len(importers) > 1 and directory in importers:
        del importers[directory]  # a script beside it finds it by its plain name
    if importers:
        root = sorted(importers.items(), key=lambda each: (-each[1], each[0]))[0][0]
        # Run by its path as well, it would not find what is beside it by the same name.
        return root if root == directory or not _runs_itself(project, path) else None
    return directory if _is_script(project, path) else _above_package(project, directory)


def _roots_of_imports(project: Project, path: str) -> Iterator[str]:
    """For each absolute import of the project's own in the file, the directory that its name starts from."""
    syntax = project.syntax(path)
    for node in ast.walk(syntax.module) if syntax is not None else ():
        if isinstance(node, ast.Import):
            modules = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            modules = [node.module or ""]
        else:
            continue
        for module in modules:
            root = _root(project, path, module)
            if root is not None:
                yield root
    if syntax is not None and _is_relative(syntax):
        yield _above_package(project, path.rpartition("/")[0])


def _root(project: Project, path: str, module: str) -> str | None:
    """The directory from which a file imports an absolute module, if it shares the topmost package with the file.

    One that does not may be installed as well.
    """
    root = _found_from(project, path, module)
    if root is None:
        return None
    below = path.removeprefix(root + "/") if root else path
    top = below.partition("/")[0] if "/" in below else ""
    return root if not top or module.partition(".")[0] == top else None


def _found_from(project: Project, path: str, module: str) -> str | None:
    found = project.imported(path, module, None, 0)
    if not isinstance(found, ModuleObject):
        return None
    target = found.path.removesuffix(".py").removesuffix("/__init__")
    dotted = module.replace(".", "/")
    if target == dotted:
        return ""
    return target.removesuffix("/" + dotted) if target.endswith("/" + dotted) else None


def _roots_of_importers(project: Project, path: str) -> Iterator[str]:
    stem = path.rpartition("/")[2].removesuffix(".py")
    word = (path.rpartition("/")[0].rpartition("/")[2] if stem == "__init__" else stem).encode()
    for other in project.files_with(word):
        if other == path or path not in files_imported_by(project, other):
            continue
        syntax = project.syntax(other)
        for node in ast.walk(syntax.module) if syntax is not None else ():
            if isinstance(node, ast.ImportFrom) and not node.level:
                names = [node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)]
            elif isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.level and other.startswith(path.rpartition("/")[0]):
                yield _above_package(project, path.rpartition("/")[0])
                continue
            else:
                continue
            for name in names:
                found = project.imported(other, name, None, 0)
                if found == ModuleObject(path):
                    root = _found_from(project, other, name)
                    if root is not None:
                        yield root


def _is_script(project: Project, path: str) -> bool:
    """Whether the module is run by its path: it is in no package, or runs its app itself."""
    if not _is_package(project, path.rpartition("/")[0]):
        return True
    return _runs_itself(project, path)


def _runs_itself(project: Project, path: str) -> bool:
    syntax = project.syntax(path)
    return syntax is not None and any(is_main_guard(each) for each in syntax.module.body)


def _is_package(project: Project, directory: str) -> bool:
    return directory.rpartition("/")[2].isidentifier() and project.tree.exists(f"{directory}/__init__.py")


def _above_package(project: Project, directory: str) -> str:
    while directory and _is_package(project, directory):
        directory = directory.rpartition("/")[0]
    return directory


def _is_relative(syntax: Syntax) -> bool:
    return any(isinstance(node, ast.ImportFrom) and node.level for node in ast.walk(syntax.module))


def _import_name(project: Project, path: str, directory: str, name: str, root: str) -> str:
    if directory == root:
        return name
    if _package_is_relative(project, path, directory):
        return f".{name}"
    below = directory.removeprefix(root + "/") if root else directory
    return f"{below.replace('/', '.')}.{name}"


def _package_is_relative(project: Project, path: str, directory: str) -> bool:
    """Whether the app's module imports its neighbours relatively; where it imports none, whether they do."""
    own = _import_kinds(project, path, directory)
    if own[True] or own[False]:
        return own[True] >= own[False]
    kinds: Counter[bool] = Counter()
    for other in project.tree.python_paths():
        if other.startswith(directory + "/"):
            kinds.update(_import_kinds(project, other, directory))
    return kinds[True] > kinds[False]


def _import_kinds(project: Project, path: str, directory: str) -> Counter[bool]:
    """How many imports of the package's own files are relative (True) and absolute (False)."""
    syntax = project.syntax(path)
    kinds: Counter[bool] = Counter()
    for node in ast.walk(syntax.module) if syntax is not None else ():
        if not isinstance(node, ast.ImportFrom):
            continue
        if node.level:
            kinds[True] += 1
            continue
        found = project.imported(path, node.module, None, 0)
        if isinstance(found, ModuleObject) and found.path.startswith(directory + "/"):
            kinds[False] += 1
    return kinds
