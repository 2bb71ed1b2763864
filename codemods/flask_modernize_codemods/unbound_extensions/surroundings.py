"""What can be worked out in the ``extensions`` module: names that an import brings there without a cycle."""

from __future__ import annotations

import ast
import builtins
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_modernize.facts.sketch import dotted_name
from flask_modernize.project.modules import parent_of
from flask_modernize.project.objects import ClassObject, External, ModuleObject
from flask_modernize_codemods.unbound_extensions.import_graph import explicitly_imported

if TYPE_CHECKING:
    from flask_modernize.project.project import Project
    from flask_modernize.project.scopes import LocalBinding
    from flask_modernize.project.syntax import Syntax
    from flask_modernize_codemods.unbound_extensions.sites import Site

_BUILTINS = frozenset(dir(builtins))
_PURE_NODES = (
    ast.Constant,
    ast.Name,
    ast.Attribute,
    ast.List,
    ast.Tuple,
    ast.Dict,
    ast.Set,
    ast.UnaryOp,
    ast.BinOp,
    ast.BoolOp,
    ast.Compare,
    ast.Call,
    ast.keyword,
    ast.Load,
    ast.operator,
    ast.unaryop,
    ast.boolop,
    ast.cmpop,
)


@dataclass(frozen=True, slots=True, order=True)
class Import:
    """``from module import name [as alias]``, or ``import module [as alias]`` with an empty ``name``."""

    module: str
    name: str
    alias: str

    @property
    def bound(self) -> str:
        """The name that it binds."""
        return self.alias or self.name or self.module.partition(".")[0]


class Surroundings:
    """What the code of one file means, seen from the ``extensions`` module of the application at ``home``."""

    def __init__(self, project: Project, syntax: Syntax, home: str) -> None:
        self._project = project
        self._syntax = syntax
        self._home = home

    def class_import(self, site: Site) -> tuple[Import, str] | None:
        """The import of an extension's class and what the class is called by it; None when it stands in the way."""
        dotted = dotted_name(site.call.func) or ""
        first, _, rest = dotted.partition(".")
        binding = self._import_of(first, before=site.call.lineno)
        if binding is None or (isinstance(site.extension.cls, ClassObject) and not self._free(site.extension.cls.path)):
            return self._starred(site, dotted)
        if not rest:
            found = self._as_import(first, binding)
            return None if found is None else (found, first)
        owner, _, name = rest.rpartition(".")
        module = _module_of(binding, first, owner)
        return (Import(module, name, ""), name) if module else None

    def _starred(self, site: Site, dotted: str) -> tuple[Import, str] | None:
        cls = site.extension.cls
        bound = self._syntax.scopes.module_scope.bindings.get(dotted)
        if bound or "." in dotted or not isinstance(cls, External):
            return None
        module, _, name = cls.name.rpartition(".")
        return Import(module, name, ""), name

    def imports_for(self, node: ast.expr) -> frozenset[Import] | None:
        """The imports that an expression needs, or None when it cannot be worked out elsewhere (or earlier)."""
        needed = set()
        for each in ast.walk(node):
            if not isinstance(each, _PURE_NODES) or (isinstance(each, ast.Call) and not self._is_pure_call(each)):
                return None
            if not isinstance(each, ast.Name) or (each.id in _BUILTINS and not self._bindings(each.id)):
                continue
            binding = self._import_of(each.id, before=node.lineno)
            found = self._as_import(each.id, binding) if binding is not None else None
            if found is None or not self._may_be_imported(found):
                return None
            needed.add(found)
        return frozenset(needed)

    # -- names ---------------------------------------------------------------------------------------------------------

    def _bindings(self, name: str) -> list[LocalBinding]:
        return list(self._syntax.scopes.module_scope.bindings.get(name, ()))

    def _import_of(self, name: str, before: int) -> LocalBinding | None:
        """The unconditional module-level import that alone gives a name its meaning above a line."""
        above = [each for each in self._bindings(name) if getattr(each.node, "lineno", 0) < before]
        if len(above) != 1 or above[0].kind != "import":
            return None
        return above[0] if isinstance(self._syntax.scopes.parent(above[0].node), ast.Module) else None

    def _as_import(self, name: str, binding: LocalBinding) -> Import | None:
        """The statement that does the same in the ``extensions`` module; relative ones only from the same directory."""
        node = binding.node
        if binding.level and parent_of(self._syntax.path) != parent_of(self._home):
            return None
        if not isinstance(node, ast.Import | ast.ImportFrom):
            return None
        alias = next((each for each in node.names if _binds(each, name)), None)
        if alias is None:
            return None
        if isinstance(node, ast.ImportFrom):
            return Import("." * node.level + (node.module or ""), alias.name, alias.asname or "")
        return Import(alias.name, "", alias.asname or "")

    def _may_be_imported(self, found: Import) -> bool:
        """Whether importing it from the ``extensions`` module cannot lead back to the application."""
        level = len(found.module) - len(found.module.lstrip("."))
        module = found.module[level:] or None
        target = self._project.imported(self._syntax.path, module, found.name or None, level)
        owner = self._project.imported(self._syntax.path, module, None, level)
        if isinstance(owner, ModuleObject):
            inside = target.path if isinstance(target, ModuleObject) else owner.path
            return self._free(inside) and self._free(owner.path)
        return target is not None

    def _free(self, path: str) -> bool:
        """Whether a module of the project gets by without the application's module and without the one at hand."""
        seen, waiting = {path}, [path]
        while waiting:
            current = waiting.pop()
            if current in (self._home, self._syntax.path):
                return False
            for each in explicitly_imported(self._project, current):
                if each not in seen:
                    seen.add(each)
                    waiting.append(each)
        return True

    def _is_pure_call(self, call: ast.Call) -> bool:
        """Functions that give the same whenever they are called: those of os.path, and the classes of libraries."""
        dotted = dotted_name(call.func)
        found = self._project.resolve(self._syntax.path, dotted) if dotted is not None else None
        if dotted in ("dict", "list", "tuple", "set", "frozenset", "str", "int", "float", "bool"):
            return not self._bindings(dotted)
        if isinstance(found, ClassObject):
            return self._free(found.path)
        if not isinstance(found, External):
            return False
        return (
            found.name.startswith("os.path.")
            or found.name.rpartition(".")[2][:1].isupper()
            or (found.name in ("datetime.timedelta", "datetime.datetime", "datetime.date"))
        )


def _binds(alias: ast.alias, name: str) -> bool:
    return (alias.asname or alias.name.partition(".")[0]) == name


def _module_of(binding: LocalBinding, first: str, owner: str) -> str:
    """The module that ``first.owner`` is, as an absolute name; empty for relative imports."""
    node = binding.node
    if isinstance(node, ast.ImportFrom):
        if node.level or not node.module:
            return ""
        base = f"{node.module}.{binding.name}"
    elif isinstance(node, ast.Import):
        alias = next((each for each in node.names if _binds(each, first)), None)
        if alias is None:
            return ""
        base = alias.name if alias.asname else first
    else:
        return ""
    return f"{base}.{owner}" if owner else base
