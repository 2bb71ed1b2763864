"""Imports of a module that stands beside the importer in its package: Python 2 looks there first, Python 3 does not."""

from __future__ import annotations

import ast
import re
import sys

from flask_modernize.project import Project
from flask_modernize.project.memory import remembered
from flask_modernize.project.objects import ModuleObject
from flask_modernize_codemods.python3_syntax.legacy_file import Answers, Codemod, LegacyFile


def answers(file: LegacyFile) -> Answers:
    """A group for each such import whose module can only be the one beside it, in a package imported as one."""
    package = file.path.rpartition("/")[0]
    if not package or not file.project.tree.exists(f"{package}/__init__.py") or _is_absolute(file):
        return
    for node in file.nodes():
        if isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names = [alias.name for alias in node.names]
            if _beside(file, package, node.module, names):
                yield from _checked(file, package, node, node.module, _from_import(file, node, node.module))
        elif isinstance(node, ast.Import):
            found = [alias for alias in node.names if _beside(file, package, alias.name, [])]
            if found:
                yield from _checked(file, package, node, found[0].name, _import(file, node, found))


def _checked(file: LegacyFile, package: str, node: ast.stmt, module: str, groups: Answers) -> Answers:
    """The rewrite, where the file is only ever a module of its package; else a finding for a file of Python 2."""
    if _is_imported_as_package(file.project, _topmost(file.project, package)) and not _runs_as_script(file):
        yield from groups
    elif file.python2:
        message = f"{module} stands beside this file, which may also be run without its package."
        yield file.finding(node, "P-IMPORT", message)


def _is_absolute(file: LegacyFile) -> bool:
    return any(
        isinstance(node, ast.ImportFrom)
        and node.module == "__future__"
        and any(alias.name == "absolute_import" for alias in node.names)
        for node in file.syntax.module.body
    )


def _beside(file: LegacyFile, package: str, module: str, names: list[str]) -> bool:
    """Whether the package of the file has the module with these names, and nothing at the top of the project is it."""
    tree = file.project.tree
    here = f"{package}/{module.replace('.', '/')}"
    found = next((path for path in (f"{here}.py", f"{here}/__init__.py") if tree.exists(path)), None)
    first = module.partition(".")[0]
    if found is None or found == file.path or f"{package}/{first}.py" == file.path:
        return False
    root = _topmost(file.project, package).rpartition("/")[0]
    above = f"{root}/{first}" if root else first
    if tree.exists(f"{above}.py") or tree.exists(f"{above}/__init__.py"):
        return False
    return (first not in sys.stdlib_module_names or file.python2) and _gives(file.project, found, names)


def _gives(project: Project, path: str, names: list[str]) -> bool:
    """Whether a module binds all of the names, as far as can be told."""
    facts = project.facts(path)
    if facts is None:
        return False
    inside = path.rpartition("/")[0]
    return bool(facts.star_imports) or all(
        name == "*"
        or name in facts.bindings
        or (path.endswith("/__init__.py") and project.tree.exists(f"{inside}/{name}.py"))
        for name in names
    )


def _topmost(project: Project, package: str) -> str:
    """The directory of the outermost package around a package."""
    while "/" in package and project.tree.exists(f"{package.rpartition('/')[0]}/__init__.py"):
        package = package.rpartition("/")[0]
    return package


@remembered
def _packages_imported(project: Project) -> frozenset[str]:
    """The directories of packages that some module imports by name, or by dots from inside."""
    found: set[str] = set()
    for path in project.tree.python_paths():
        facts = project.facts(path)
        bindings = [each for all_ in facts.bindings.values() for each in all_] if facts is not None else []
        named = {(each.module or "", each.level) for each in bindings if each.kind == "import"}
        named |= {(star.module or "", star.level) for star in (facts.star_imports if facts is not None else ())}
        for module, level in named:
            target = project.imported(path, module.partition(".")[0] if not level else None, None, level)
            if level:
                found.add(_topmost(project, path.rpartition("/")[0]))
            elif isinstance(target, ModuleObject) and target.path.endswith("/__init__.py"):
                found.add(target.path.removesuffix("/__init__.py"))
    return frozenset(found)


def _is_imported_as_package(project: Project, package: str) -> bool:
    return package in _packages_imported(project)


def _from_import(file: LegacyFile, node: ast.ImportFrom, module: str) -> Answers:
    text = file.text(node)
    found = re.match(r"from\s+", text)
    assert found is not None
    start = file.start(node) + len(found.group().encode())
    yield file.group(f"Import {module} from the package", node, [file.replace(start, start, ".")])


def _import(file: LegacyFile, node: ast.Import, found: list[ast.alias]) -> Answers:
    """``import models`` is ``from . import models``; a dotted one has no such form."""
    name = found[0].name
    if any("." in alias.name for alias in found):
        yield file.finding(node, "P-IMPORT", f"{name} stands beside this file, and is imported as if at the top.")
    elif len(found) < len(node.names):
        yield file.finding(node, "P-IMPORT", f"{name} stands beside this file, and is imported with others.")
    else:
        start = file.start(node)
        edit = file.replace(start, start + len("import"), "from . import")
        yield file.group(f"Import {name} from the package", node, [edit])


def _runs_as_script(file: LegacyFile) -> bool:
    return b"__main__" in file.syntax.source.data or file.syntax.source.data.startswith(b"#!")


CODEMOD = Codemod((b"import",), answers, certain=False)
