"""The module that holds the unbound instances: where it is, what it is called from elsewhere, and its text."""

from __future__ import annotations

import ast
import sys
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_modernize.project.modules import parent_of
from flask_modernize.project.objects import External, ModuleObject, Object
from flask_modernize_codemods.unbound_extensions.extensions_table import rows_of
from flask_modernize_codemods.unbound_extensions.import_graph import explicitly_imported, is_script
from flask_modernize_codemods.unbound_extensions.surroundings import Import

if TYPE_CHECKING:
    from flask_modernize.project.project import Project

NAME = "extensions"


@dataclass(frozen=True, slots=True)
class ExtensionsModule:
    """``path`` of the module; ``exists`` when instances join those that are there already."""

    path: str
    exists: bool

    @property
    def name(self) -> str:
        """The last part of its dotted name."""
        return self.path.rpartition("/")[2].removesuffix(".py")


def extensions_module(project: Project, home: str, *, alone: bool) -> ExtensionsModule:
    """The module for the application at ``home``; ``alone`` is False where applications beside it need one as well."""
    directory = parent_of(home)
    prefix = f"{directory}/" if directory else ""
    usual = usual_path(home)
    if alone:
        if not _taken(project, usual):
            return ExtensionsModule(usual, False)
        if _holds_extensions(project, usual, home):
            return ExtensionsModule(usual, True)
    own = f"{prefix}{_stem(home)}_{NAME}.py"
    number = 2
    while _taken(project, own):
        own = f"{prefix}{_stem(home)}_{NAME}_{number}.py"
        number += 1
    return ExtensionsModule(own, False)


def usual_path(home: str) -> str:
    """Where the extensions module of the application at ``home`` is, if nothing else is there."""
    directory = parent_of(home)
    return f"{directory}/{NAME}.py" if directory else f"{NAME}.py"


def _stem(home: str) -> str:
    directory, _, name = home.rpartition("/")
    return directory.rpartition("/")[2] or "app" if name == "__init__.py" else name.removesuffix(".py")


def _taken(project: Project, path: str) -> bool:
    folder = path.removesuffix(".py") + "/"
    return project.tree.exists(path) or any(each.startswith(folder) for each in project.tree.paths)


def _holds_extensions(project: Project, path: str, home: str) -> bool:
    """Whether a module already holds unbound instances, and can be imported before the application."""
    facts = project.facts(path)
    if facts is None:
        return False
    made = False
    for bindings in facts.bindings.values():
        for each in bindings:
            if each.kind == "assign" and each.value is not None and each.value[0] == "call":
                dotted = each.value[1][1] if each.value[1][0] == "name" else ""
                found = project.resolve(path, dotted) if dotted else None
                made = made or (isinstance(found, External) and bool(rows_of(found.name)))
    seen, waiting = {path}, [path]
    while waiting:
        for imported in explicitly_imported(project, waiting.pop()):
            if imported == home:
                return False
            if imported not in seen:
                seen.add(imported)
                waiting.append(imported)
    return made


# --- its name ---


def module_name(project: Project, module: ExtensionsModule, path: str, like: ast.ImportFrom | None = None) -> str:
    """What ``path`` calls the module in an import; ``like`` is an import there to go by."""
    if like is not None:
        found = _beside(project, module, path, like)
        if found:
            return found
    directory = parent_of(module.path)
    own = _names_used(project, module, [path])
    if own:
        return own
    siblings = [each for each in project.tree.python_paths() if parent_of(each) == directory]
    if parent_of(path) == directory and (found := _names_used(project, module, siblings)):
        return found
    dotted = project.module_name(module.path)
    init = f"{directory}/__init__.py" if directory else "__init__.py"
    in_package = project.tree.exists(init) and all(part.isidentifier() for part in dotted.split("."))
    return dotted if in_package and not is_script(project, path) else module.name


def _names_used(project: Project, module: ExtensionsModule, paths: Sequence[str]) -> str:
    """The commonest way in which the files import what stands beside the module; empty when they never do."""
    counts: Counter[str] = Counter()
    for path in paths:
        syntax = project.syntax(path)
        for node in syntax.scopes.nodes() if syntax is not None else ():
            if isinstance(node, ast.Import | ast.ImportFrom):
                found = _beside(project, module, path, node)
                if found:
                    counts[found] += 1
    best = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return best[0][0] if best else ""


def _beside(project: Project, module: ExtensionsModule, path: str, node: ast.Import | ast.ImportFrom) -> str:
    """The module's name by an import of something that stands in the same directory, or of the directory itself."""
    if isinstance(node, ast.Import):
        for alias in node.names:
            found = project.module_paths(alias.name, path)
            name = _sibling_name(module, found, alias.name)
            if name:
                return name
        return ""
    owner = project.imported(path, node.module, None, node.level)
    return _sibling_name(module, _path(owner), "." * node.level + (node.module or ""))


def _sibling_name(module: ExtensionsModule, found: str | None, written: str) -> str:
    directory = parent_of(module.path)
    if found is None:
        return ""
    if found == f"{directory}/__init__.py" or (found == directory and directory):
        return f"{written}{module.name}" if written.endswith(".") else f"{written}.{module.name}"
    if parent_of(found) == directory and not found.endswith("__init__.py"):
        head, dot, _ = written.rpartition(".")
        return f"{head}{dot}{module.name}"
    return ""


def _path(found: Object | None) -> str | None:
    return found.path if isinstance(found, ModuleObject) else None


# --- its text ---


def module_text(
    imports: Collection[Import], instances: Sequence[str], is_first_party: Callable[[str], bool], line_length: int
) -> str:
    """A new module: imports in sections, then one instance after the other."""
    sections = {0: list[str](), 1: list[str](), 2: list[str]()}
    for module, names in sorted(_from_imports(imports).items()):
        sections[_section(module, is_first_party)].append(_from_statement(module, names, line_length))
    for section, statements in sections.items():
        plain = [each for each in imports if not each.name and _section(each.module, is_first_party) == section]
        statements[:0] = sorted(map(_plain_import, plain))
    parts = ["\n".join(statements) + "\n" for _, statements in sorted(sections.items()) if statements]
    body = "".join(f"{text}\n" for text in instances)
    return "\n".join([*parts, body])


def _plain_import(each: Import) -> str:
    return f"import {each.module} as {each.alias}" if each.alias else f"import {each.module}"


def _from_imports(imports: Collection[Import]) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    for each in sorted(imports):
        if each.name:
            name = f"{each.name} as {each.alias}" if each.alias and each.alias != each.name else each.name
            found.setdefault(each.module, []).append(name)
    return found


def _from_statement(module: str, names: list[str], line_length: int) -> str:
    text = f"from {module} import {', '.join(names)}"
    if len(text) <= line_length:
        return text
    return f"from {module} import (\n" + "".join(f"    {name},\n" for name in names) + ")"


def _section(module: str, is_first_party: Callable[[str], bool]) -> int:
    if module.startswith(".") or is_first_party(module):
        return 2
    return 0 if module.partition(".")[0] in sys.stdlib_module_names else 1
