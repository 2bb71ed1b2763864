"""How new code in one file names the database object (or a session), and which import that needs."""

from __future__ import annotations

import ast
import posixpath
from collections.abc import Sequence
from typing import TYPE_CHECKING
from weakref import ref

from flask_modernize.project.databases import Database, database_of
from flask_modernize.project.models import models
from flask_modernize.project.objects import ClassObject, Object, Variable
from flask_modernize.rewriting.edits import ImportNeed

if TYPE_CHECKING:
    from flask_modernize.facts import Binding
    from flask_modernize.project.scopes import LocalBinding, Scope
    from flask_modernize_codemods.select_queries.expressions import Expressions

Origin = Database | Variable
"""What is to be named: a Flask-SQLAlchemy instance, or a module variable that holds a session."""


def _variable(origin: Origin) -> Variable:
    return origin.variable if isinstance(origin, Database) else origin


class DatabaseNames:
    """Names for one file."""

    def __init__(self, context: Expressions) -> None:
        self._context = ref(context)
        self._planned: dict[Origin, ImportNeed] = {}
        self._candidates: dict[Origin, list[str]] = {}
        self._means_it: dict[tuple[Origin, str], bool] = {}

    @property
    def context(self) -> Expressions:
        context = self._context()
        assert context is not None  # whoever asks holds it
        return context

    def _means(self, found: Object | None, origin: Origin) -> bool:
        if isinstance(origin, Variable):
            return found == origin
        return database_of(self.context.project, found) == origin

    def _conditional(self, name: str) -> bool:
        return all(binding.conditional for binding in self.context.syntax.facts.bindings[name])

    def find(
        self, database: Origin, at: ast.AST, model: ast.expr | None = None
    ) -> tuple[str, ImportNeed | None] | None:
        """The text for the database object at a place; ``model`` is the expression that names the model beside it.

        An import is only added right after the import of the model (or of the module that has it): the class statement
        ran before that import could succeed, so the database object was bound then, and no new cycle can appear.
        """
        text = self._bound_database(database, at)
        if text is not None:
            return text, None
        if model is not None:
            attribute = self._module_attribute(database, model)
            if attribute is not None:
                return attribute, None
            beside = self._import_beside(database, model, at)
            if beside is not None:
                return beside
        planned = self._planned.get(database)
        if planned is not None and self._runs_after(planned, at):
            return planned.name, planned
        attribute = self._attribute_of_module(database, at)
        if attribute is not None:
            return attribute, None
        return self._import_beside_user(database, at)

    def _attribute_of_module(self, database: Origin, at: ast.AST) -> str | None:
        """``models.db`` where the file imports the module ``models``."""
        scope = self.context.scope(at)
        for name in sorted(self.context.syntax.facts.bindings):
            for attribute in dict.fromkeys(("db", _variable(database).name)):
                found = self.context.project.resolve(self.context.path, f"{name}.{attribute}", scope)
                if self._means(found, database) and not self._conditional(name):
                    return f"{name}.{attribute}"
        return None

    def _import_beside_user(self, database: Origin, at: ast.AST) -> tuple[str, ImportNeed | None] | None:
        """After a module-level import of something that is made, in its own module, after that module has the
        database.
        """
        name = _variable(database).name
        if self._taken_by_other(name, database, at):
            return None
        scope = self.context.scopes.module_scope
        for bound in sorted(scope.bindings):
            for binding in scope.bindings[bound]:
                if binding.kind != "import" or not isinstance(binding.node, ast.ImportFrom) or binding.name is None:
                    continue
                if self.context.scopes.parent(binding.node) is not self.context.syntax.module:
                    continue
                found = self._module_of(binding)
                if found is not None and self._has_before(found, binding.name, database):
                    module = self._module_text(_variable(database), binding)
                    if module is not None:
                        return name, ImportNeed(self.context.path, module, name, None, binding.node.lineno)
        return None

    def _module_of(self, binding: LocalBinding) -> str | None:
        if not binding.level:
            return self.context.project.module_paths(binding.module or "", self.context.path)
        package = posixpath.dirname(self.context.path)
        for _ in range(binding.level - 1):
            package = posixpath.dirname(package)
        stem = posixpath.join(package, *(binding.module or "").split(".")) if binding.module else package
        for path in (f"{stem}.py", f"{stem}/__init__.py"):
            if self.context.project.tree.exists(path):
                return path
        return None

    def _has_before(self, path: str, name: str, database: Origin) -> bool:
        """Whether a module binds the database before it binds ``name``."""
        facts = self.context.project.facts(path)
        if facts is None or name not in facts.bindings:
            return False
        line = min(binding.line for binding in facts.bindings[name])
        return any(
            found[0].line < line
            and not found[0].conditional
            and self._brings(self.context.project.resolve(path, bound), database)
            for bound, found in facts.bindings.items()
        )

    def _brings(self, found: Object | None, database: Origin) -> bool:
        """Whether whoever has ``found`` has had the database made: it is the database, or a model of it."""
        if self._means(found, database):
            return True
        model = models(self.context.project).get(found) if isinstance(found, ClassObject) else None
        return model is not None and model.database is not None and model.database == database

    def _bound_database(self, database: Origin, at: ast.AST) -> str | None:
        """The name that the object has at a place already: a local one, or one of the module that nothing hides."""
        context = self.context
        scope = context.scope(at)
        current: Scope | None = scope
        while current is not None and current.parent is not None:
            if current.kind in ("function", "lambda"):
                for name in sorted(current.bindings):
                    found = current.bindings[name]
                    if (
                        all(map(_may_be_alias, found))
                        and any(self._is_bound_at(each, at) for each in found)
                        and self._means(context.project.resolve(context.path, name, scope), database)
                    ):
                        return name
            current = current.parent
        for name in self._module_names(database):
            owner = context.scopes.lookup(scope, name)
            if (owner is None or owner.kind == "module") and self._is_name_of(name, database):
                return name
        return None

    def _is_bound_at(self, binding: LocalBinding, at: ast.AST) -> bool:
        """Whether a binding of a function has run whenever a place of it is reached; inner functions run later."""
        scopes = self.context.scopes
        if scopes.enclosing_function(binding.node) is not scopes.enclosing_function(at):
            return True
        statement = scopes.statement_of(binding.node)
        around = {id(each) for each in (at, *scopes.ancestors(at))}
        block = scopes.parent(statement)
        fields = [value for _, value in ast.iter_fields(block)] if block is not None else []
        suite = next((each for each in fields if isinstance(each, list) and statement in each), [statement])
        return any(id(each) in around for each in suite[suite.index(statement) + 1 :])

    def _module_names(self, database: Origin) -> list[str]:
        """The names that may be the object's at module level, star imports included; ``db`` first."""
        found = self._candidates.get(database)
        if found is None:
            facts = self.context.syntax.facts
            names = {name for name, bindings in facts.bindings.items() if _may_be_variable(bindings)}
            if facts.star_imports:
                names |= {"db", _variable(database).name}
            found = self._candidates[database] = sorted(names, key=lambda each: (each != "db", each))
        return found

    def _is_name_of(self, name: str, database: Origin) -> bool:
        key = (database, name)
        if key not in self._means_it:
            self._means_it[key] = self._means(self.context.project.resolve(self.context.path, name), database)
        return self._means_it[key]

    def _module_attribute(self, database: Origin, model: ast.expr) -> str | None:
        """``models.db`` beside ``models.User``, when that module has it."""
        if not isinstance(model, ast.Attribute):
            return None
        prefix = ast.unparse(model.value)
        for name in ("db", _variable(database).name):
            found = self.context.project.resolve(self.context.path, f"{prefix}.{name}", self.context.scope(model))
            if self._means(found, database):
                return f"{prefix}.{name}"
        return None

    def _import_beside(self, database: Origin, model: ast.expr, at: ast.AST) -> tuple[str, ImportNeed | None] | None:
        need = self._need_beside(database, model, at)
        if need is None:
            return None
        owner = self._owner(model, at)
        if owner is not None and owner.kind == "module":
            # One import at module level serves the whole file.
            need = self._planned.setdefault(database, need)
        return need.name, need

    def _runs_after(self, need: ImportNeed, at: ast.AST) -> bool:
        """Whether code at a place runs after a module-level import."""
        scope = self.context.scope(at)
        while scope.parent is not None and scope.kind in ("class", "comprehension"):
            scope = scope.parent
        return scope.kind != "module" or at.lineno > need.beside_line  # type: ignore[attr-defined]

    def _owner(self, model: ast.expr, at: ast.AST) -> Scope | None:
        root = model
        while isinstance(root, ast.Attribute):
            root = root.value
        return self.context.scopes.lookup(self.context.scope(at), root.id) if isinstance(root, ast.Name) else None

    def _need_beside(self, database: Origin, model: ast.expr, at: ast.AST) -> ImportNeed | None:
        name = _variable(database).name
        root = model
        while isinstance(root, ast.Attribute):
            root = root.value
        if not isinstance(root, ast.Name):
            return None
        owner = self._owner(model, at)
        if owner is None or owner.kind == "class" or self._taken_by_other(name, database, at):
            return None
        if owner.kind != "module" and database in self._planned:
            return self._planned[database]
        merged = self._existing_import(_variable(database), owner, at)
        if merged is not None:
            return merged
        found = [each for each in owner.bindings[root.id] if each.kind == "import"]
        if len(found) != 1 or len(owner.bindings[root.id]) != 1 or not isinstance(found[0].node, ast.ImportFrom):
            return None
        module = self._module_text(_variable(database), found[0])
        if module is None:
            return None
        return ImportNeed(self.context.path, module, name, None, found[0].node.lineno)

    def _existing_import(self, variable: Variable, owner: Scope, at: ast.AST) -> ImportNeed | None:
        """An import from the database's own module that can be extended: the database is bound there before any other
        module of the project can run, so whoever can import one of its names can import the other."""
        if not self._bound_before_others(variable):
            return None
        for bindings in owner.bindings.values():
            for binding in bindings:
                node = binding.node
                if binding.kind != "import" or not isinstance(node, ast.ImportFrom):
                    continue
                if owner.kind != "module" and not self._is_bound_at(binding, at):
                    continue
                text = "." * node.level + (node.module or "")
                if self._provides(binding, variable):
                    return ImportNeed(self.context.path, text, variable.name, None, node.lineno)
        return None

    def _provides(self, binding: LocalBinding, variable: Variable) -> bool:
        """Whether the import is from the module of ``variable``, and of a name that this module itself makes."""
        if self._module_of(binding) != variable.path or binding.name is None:
            return False
        facts = self.context.project.facts(variable.path)
        return facts is not None and binding.name in facts.bindings

    def _bound_before_others(self, variable: Variable) -> bool:
        """Whether nothing of the project is imported in the variable's module before the variable is bound."""
        facts = self.context.project.facts(variable.path)
        if facts is None:
            return False
        line = min(binding.line for binding in facts.bindings[variable.name])
        if any(star.line < line for star in facts.star_imports):
            return False
        for bindings in facts.bindings.values():
            for binding in bindings:
                if binding.kind == "import" and binding.line < line:
                    module = "." * binding.level + (binding.module or "")
                    if self.context.project.module_paths(module, variable.path) is not None:
                        return False
        return True

    def _taken_by_other(self, name: str, database: Origin, at: ast.AST) -> bool:
        """Whether the name means something else at module level, or in a scope around a place."""
        if not self.context.naming.binds(name):
            return False
        context = self.context
        current: Scope | None = context.scope(at)
        around = []
        while current is not None:
            around.append(current)
            current = current.parent
        for scope in around:
            if name in scope.bindings and (scope.kind != "class" or scope is around[0]):
                found = context.project.resolve(context.path, name, scope)
                if not self._means(found, database):
                    return True
        return False

    def _module_text(self, variable: Variable, like: LocalBinding) -> str | None:
        """The module of ``variable`` in the form (absolute or relative) of an import that the file already has."""
        provider = _dotted(variable.path)
        if like.level:
            here = posixpath.dirname(self.context.path)
            return _relative(provider, here)
        assert like.module is not None
        target = self.context.project.module_paths(like.module, self.context.path)
        if target is None:
            return None
        full = _dotted(target)
        if not (full == like.module or full.endswith("." + like.module)):
            return None
        root = full[: len(full) - len(like.module)]
        return provider[len(root) :] if provider.startswith(root) and len(provider) > len(root) else None


def _may_be_alias(binding: LocalBinding) -> bool:
    """Whether a name in a function can be that of an object that has another name elsewhere."""
    return binding.kind == "import" or (
        binding.kind == "assign" and isinstance(binding.value, (ast.Name, ast.Attribute))
    )


def _may_be_variable(bindings: Sequence[Binding]) -> bool:
    """Whether a name of a module can be that of a variable, and is bound wherever the module is imported."""
    return any(each.kind not in ("class", "function") for each in bindings) and not all(
        each.conditional for each in bindings
    )


def _dotted(path: str) -> str:
    stem = path.removesuffix(".py").removesuffix("/__init__")
    return stem.replace("/", ".")


def _relative(provider: str, here: str) -> str | None:
    """``.models`` or ``..extensions`` for a module as seen from a package directory."""
    package = here.split("/") if here else []
    target = provider.split(".")
    if target == ["__init__"]:
        target = []
    common = 0
    while common < len(package) and common < len(target) and package[common] == target[common]:
        common += 1
    if common == 0:
        return None
    return "." * (len(package) - common + 1) + ".".join(target[common:])
