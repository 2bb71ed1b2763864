"""The standard library's modules and names that Python 3 keeps elsewhere: their imports, and every use of them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from flask_modernize.planning.contract import Edit, ImportDrop
from flask_modernize.project.objects import External
from flask_modernize.project.scopes import Scope
from flask_modernize_codemods.python3_syntax.legacy_file import Answers, Codemod, LegacyFile, is_for_python2
from flask_modernize_codemods.python3_syntax.module_table import MODULES, NAMES

BUILTIN = "<builtin>"
_HOMES = frozenset({*MODULES, *(name.rpartition(".")[0] for name in NAMES)})
"""Modules of which something has moved."""


@dataclass(frozen=True, slots=True)
class Use:
    """One place that names what an import binds, and where the thing named is on Python 3: (module, name)."""

    node: ast.Name | ast.Attribute
    home: str
    name: str


def answers(file: LegacyFile) -> Answers:
    """A group for each import of what has moved, with all of its uses."""
    for node in file.nodes():
        if isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name in _HOMES and _is_outside(file, alias.name):
                    yield from _module_import(file, node, alias)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module and node.module in _HOMES:
            yield from _from_import(file, node, node.module) if _is_outside(file, node.module) else ()


def _is_outside(file: LegacyFile, module: str) -> bool:
    """Whether the name means the standard library's module and not one of the project."""
    return isinstance(file.project.imported(file.path, module, None, 0), External)


def new_home(module: str, name: str) -> tuple[str, str] | None:
    """Module and name of ``module.name`` on Python 3; None where it stays."""
    moved = NAMES.get(f"{module}.{name}")
    if moved is not None:
        if moved.startswith(BUILTIN):
            return BUILTIN, moved.removeprefix(f"{BUILTIN}.")
        home, _, new = moved.rpartition(".")
        return home, new
    return (MODULES[module], name) if module in MODULES else None


# -- import module -----------------------------------------------------------------------------------------------------


def _module_import(file: LegacyFile, node: ast.Import, alias: ast.alias) -> Answers:
    bound = alias.asname or alias.name.partition(".")[0]
    names = list(names_bound(file, bound, file.scope(node)))
    if alias.name in _STAYING:
        names = [each for each in names if not is_for_python2(file.syntax, each)]
    if is_bound_twice(file, bound, node):
        if alias.name not in _STAYING:
            yield file.finding(node, "P-MODULE", f"{alias.name} has moved, and {bound} is bound more than once here.")
        return
    depth = 0 if alias.asname else alias.name.count(".")
    uses: list[Use] = []
    stays = False
    for name in names:
        used = _climb(file, name, depth)
        outer = file.syntax.scopes.parent(used) if used is not None else None
        if not isinstance(outer, ast.Attribute) or outer.value is not used:
            if alias.name in _STAYING:
                stays = True
                continue
            whole = MODULES.get(alias.name)
            if whole is None or used is None:
                yield file.finding(name, "P-MODULE", f"{alias.name}, which has moved, is handed on as a whole here.")
                return
            uses.append(Use(used, whole, ""))
            continue
        home = new_home(alias.name, outer.attr)
        if home is not None and not isinstance(outer.ctx, ast.Load):
            return  # the project gives the old name back to the module itself
        if home is None:
            if alias.name not in _STAYING:
                text = f"Python 3 has no counterpart of {alias.name}.{outer.attr}."
                yield file.finding(outer, "P-MODULE", text)
                return
            stays = True
            continue
        uses.append(Use(outer, *home))
    if uses or (alias.name in MODULES and not stays):
        yield from _moved_module(file, node, alias, uses, stays)


_STAYING = frozenset({name.rpartition(".")[0] for name in NAMES} - {*MODULES, "urllib2", "exceptions"})
"""Modules that Python 3 has, too."""


def _moved_module(file: LegacyFile, node: ast.Import, alias: ast.alias, uses: list[Use], stays: bool) -> Answers:
    homes = sorted({use.home for use in uses} - {BUILTIN})
    if not uses and not stays:
        homes = [MODULES[alias.name]]
    title = f"Import {' and '.join(homes)} in place of {alias.name}" if homes else f"Do without {alias.name}"
    if len(homes) == 1 and not stays and all(use.home == homes[0] for use in uses):
        taken = _is_taken(file, homes[0])
        if alias.asname or (taken and "." not in alias.name):
            bound = alias.asname or alias.name
            new = homes[0] if homes[0] == bound else f"{homes[0]} as {bound}"
            edits = [_attribute_edit(file, use) for use in uses if use.name and _attribute(use) != use.name]
            yield file.group(title, node, [*([file.rewrite(alias, new)] if new != _as_written(alias) else []), *edits])
            return
    taken_home = next((home for home in homes if home != alias.name and _is_taken(file, home)), None)
    if taken_home is not None:
        yield file.finding(
            node, "P-MODULE", f"{alias.name} is {taken_home} now, a name that means something else here."
        )
        return
    wanted = [*([_as_written(alias)] if stays else []), *homes]
    edits = [file.rewrite(use.node, _spelled(use)) for use in uses]
    yield file.group(
        title, node, [*edits, *_import_edits(file, node, alias, wanted)], (), _drops(file, alias, node, wanted)
    )


def _spelled(use: Use) -> str:
    return use.name if use.home == BUILTIN else ".".join(filter(None, (use.home, use.name)))


def _attribute(use: Use) -> str:
    return use.node.attr if isinstance(use.node, ast.Attribute) else use.node.id


def _attribute_edit(file: LegacyFile, use: Use) -> Edit:
    end = file.end(use.node)
    return file.replace(end - len(_attribute(use).encode()), end, use.name)


def _as_written(alias: ast.alias) -> str:
    return f"{alias.name} as {alias.asname}" if alias.asname else alias.name


def _not_there(node: ast.Import, alias: ast.alias, wanted: list[str]) -> list[str]:
    """What of the modules no other name of the statement imports."""
    others = {each.name for each in node.names if each is not alias and not each.asname}
    return [each for each in dict.fromkeys(sorted(wanted)) if each not in others]


def _import_edits(file: LegacyFile, node: ast.Import, alias: ast.alias, wanted: list[str]) -> list[Edit]:
    """The statement with other modules in place of one: on lines of their own where it is alone on its line."""
    new = _not_there(node, alias, wanted)
    if not new or new == [_as_written(alias)]:
        return []
    if len(node.names) > 1 or not _stands_alone(file, node):
        return [file.rewrite(alias, ", ".join(new))]
    indent = " " * node.col_offset
    return [file.rewrite(alias, f"\n{indent}import ".join(new))]


def _drops(file: LegacyFile, alias: ast.alias, node: ast.Import, wanted: list[str]) -> list[ImportDrop]:
    if _not_there(node, alias, wanted):
        return []
    return [ImportDrop(file.path, node.lineno, alias.asname or alias.name)]


def _stands_alone(file: LegacyFile, node: ast.stmt) -> bool:
    """Whether nothing else is on the statement's line but a comment."""
    start, end = file.syntax.source.line_span(node.lineno)
    data = file.syntax.source.data
    before, after = data[start : file.start(node)], data[file.end(node) : end].strip()
    return not before.strip() and b"\t" not in before and (not after or after.startswith(b"#"))


def _is_taken(file: LegacyFile, home: str) -> bool:
    """Whether the first part of a module's name is bound to something else anywhere in the file."""
    first = home.partition(".")[0]
    return any(
        binding.kind != "import" or binding.name is not None or (binding.module or "").partition(".")[0] != first
        for scope in file.syntax.scopes.scopes()
        for binding in scope.bindings.get(first, ())
    )


# -- from module import name -------------------------------------------------------------------------------------------


def _from_import(file: LegacyFile, node: ast.ImportFrom, module: str) -> Answers:
    homes: dict[str, list[str]] = {}
    edits: list[Edit] = []
    moved = []
    for alias in node.names:
        if alias.name == "*":
            if module in MODULES:
                homes.setdefault(MODULES[module], []).append("*")
                moved.append("*")
            continue
        home, new = new_home(module, alias.name) or (module, alias.name)
        if home == module and new == alias.name:
            if module not in _STAYING:
                yield file.finding(node, "P-MODULE", f"Python 3 has no counterpart of {module}.{alias.name}.")
                return
        else:
            moved.append(alias.name)
        if home == BUILTIN:
            bound = alias.asname or alias.name
            if is_bound_twice(file, bound, node):
                yield file.finding(node, "P-MODULE", f"{bound} is bound more than once here.")
                return
            edits += [file.rewrite(each, new) for each in names_bound(file, bound, file.scope(node)) if bound != new]
            continue
        homes.setdefault(home, []).append(_renamed(alias, new))
    if not moved:
        return
    title = f"Import {', '.join(moved)} from {' and '.join(sorted(homes)) or 'nowhere'}"
    yield from _moved_names(file, node, homes, edits, title)


def _renamed(alias: ast.alias, new: str) -> str:
    bound = alias.asname or alias.name
    return new if bound == new else f"{new} as {bound}"


def _moved_names(
    file: LegacyFile, node: ast.ImportFrom, homes: dict[str, list[str]], edits: list[Edit], title: str
) -> Answers:
    if not homes:  # all of it is builtin
        drops = [ImportDrop(file.path, node.lineno, each.asname or each.name) for each in node.names]
        yield file.group(title, node, edits, drops=drops)
        return
    written = [alias.name if alias.asname is None else f"{alias.name} as {alias.asname}" for alias in node.names]
    text = file.text(node)
    if list(homes.values()) == [written]:
        found = re.match(r"from\s+([\w.]+)", text)
        assert found is not None
        start = file.start(node) + len(text[: found.start(1)].encode())
        yield file.group(title, node, [*edits, file.replace(start, start + len(found[1]), next(iter(homes)))])
        return
    if "#" in text or not _stands_alone(file, node):
        yield file.finding(node, "P-MODULE", "What is imported here has moved to more than one module.")
        return
    indent = " " * node.col_offset
    lines = [f"from {home} import {', '.join(names)}" for home, names in sorted(homes.items())]
    yield file.group(title, node, [*edits, file.rewrite(node, f"\n{indent}".join(lines))])


# -- names -------------------------------------------------------------------------------------------------------------


def names_bound(file: LegacyFile, bound: str, owner: Scope) -> Iterator[ast.Name]:
    """Every place that reads the name that an import in ``owner`` binds."""
    for node in file.syntax.scopes.nodes():
        if isinstance(node, ast.Name) and node.id == bound and isinstance(node.ctx, ast.Load):
            found = file.scope(node).lookup(bound)
            if found is not None and found.node is owner.node:
                yield node


def is_bound_twice(file: LegacyFile, bound: str, node: ast.stmt) -> bool:
    """Whether something else than an import binds its name, too."""
    bindings = file.scope(node).bindings.get(bound, [])
    return any(each.node is not node for each in bindings)


def _climb(file: LegacyFile, name: ast.Name, depth: int) -> ast.Name | ast.Attribute | None:
    """From ``xml`` to ``xml.etree.cElementTree``: so many attributes up."""
    found: ast.Name | ast.Attribute = name
    for _ in range(depth):
        outer = file.syntax.scopes.parent(found)
        if not isinstance(outer, ast.Attribute):
            return None
        found = outer
    return found


CODEMOD = Codemod(tuple(sorted({home.encode() for home in _HOMES})), answers, certain=True)
