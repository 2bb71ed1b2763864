"""How new code in one file names ``db``, ``select`` and its kin, and which imports that needs."""

from __future__ import annotations

import ast
import posixpath
from typing import TYPE_CHECKING

from flask_modernize.project.databases import Database, database_of
from flask_modernize.project.objects import ClassObject, External, Variable
from flask_modernize.rewriting.edits import ImportNeed
from flask_modernize.rewriting.imports import bound_names

if TYPE_CHECKING:
    from flask_modernize.project.scopes import LocalBinding, Scope
    from flask_modernize_codemods.select_queries.expressions import Expressions

_DB_STYLE = frozenset(
    {"func", "or_", "and_", "select", "desc", "asc", "text", "not_", "cast", "case", "exists", "delete"}
)


class Naming:
    """Names for one file. Answers give the text and, if it has to be imported first, the import."""

    def __init__(self, context: Expressions) -> None:
        self.context = context
        self._db_style: bool | None = None
        self._spellings: dict[str, tuple[str, ImportNeed | None]] = {}
        self._bound_names: frozenset[str] | None = None

    # ------------------------------------------------------------- sqlalchemy

    def sql(self, name: str, at: ast.AST, database: Database | None) -> tuple[str, ImportNeed | None] | None:
        """The text for ``sqlalchemy.<name>`` (``select``, ``func``, ``delete``, ``update``) at a place."""
        return self._external(name, "sqlalchemy", at, database)

    def orm(self, name: str, at: ast.AST) -> str | None:
        """The text for ``sqlalchemy.orm.<name>`` where the file already has it; None otherwise."""
        for bound in sorted(self.context.syntax.facts.bindings):
            found = self.context.project.resolve(self.context.path, bound)
            if isinstance(found, External) and found.name in (f"sqlalchemy.orm.{name}", f"sqlalchemy.{name}"):
                return bound
        return None

    def _external(
        self, name: str, module: str, at: ast.AST, database: Database | None
    ) -> tuple[str, ImportNeed | None] | None:
        if name in self._spellings and self._visible(self._spellings[name][0], at):
            return self._spellings[name]
        answer = self._spell(name, module, at, database)
        if answer is not None:
            self._spellings.setdefault(name, answer)
        return answer

    def _spell(
        self, name: str, module: str, at: ast.AST, database: Database | None
    ) -> tuple[str, ImportNeed | None] | None:
        context = self.context
        for bound in sorted(context.syntax.facts.bindings, key=lambda each: (each != name, each)):
            found = context.project.resolve(context.path, bound)
            if not isinstance(found, External) or not self._visible(bound, at) or self._conditional(bound):
                continue
            if (
                found.name.startswith("sqlalchemy.")
                and found.name.split(".")[-1] == name
                and ".dialects." not in found.name
            ):
                return bound, None
            if found.name == "sqlalchemy":
                return f"{bound}.{name}", None
        db = self.db(database, at) if database is not None else None
        if db is not None and db[1] is None and self._uses_db_style():
            return f"{db[0]}.{name}", None
        if not self._taken(name):
            return name, ImportNeed(context.path, module, name)
        if db is not None:
            return f"{db[0]}.{name}", db[1]
        alias = f"sql_{name}"
        return (alias, ImportNeed(context.path, module, name, alias)) if not self._taken(alias) else None

    def _conditional(self, name: str) -> bool:
        return all(binding.conditional for binding in self.context.syntax.facts.bindings[name])

    def _visible(self, text: str, at: ast.AST) -> bool:
        """Whether the first name of ``text`` is the module's own at a place, not hidden by a local one."""
        name = text.partition(".")[0]
        owner = self.context.scopes.lookup(self.context.scope(at), name)
        return owner is None or owner.kind == "module"

    def _taken(self, name: str) -> bool:
        """Whether the file uses the name for anything but SQLAlchemy's own."""
        if name not in self._bound():
            return False
        return not all(
            _is_sqlalchemy(each) for scope in self.context.scopes.scopes() for each in scope.bindings.get(name, ())
        )

    def _bound(self) -> frozenset[str]:
        """Every name that the file binds anywhere."""
        if self._bound_names is None:
            self._bound_names = bound_names(self.context.scopes.nodes())
        return self._bound_names

    def _uses_db_style(self) -> bool:
        """Whether the file itself writes ``db.func``, ``db.or_`` ... rather than importing from sqlalchemy."""
        if self._db_style is None:
            self._db_style = any(
                isinstance(node, ast.Attribute)
                and node.attr in _DB_STYLE
                and isinstance(node.value, ast.Name)
                and database_of(self.context.project, self.context.resolve(node.value)) is not None
                for node in self.context.scopes.nodes()
            )
        return self._db_style

    # --------------------------------------------------------------- database

    def db(
        self, database: Database, at: ast.AST, model: ast.expr | None = None
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
        return self._import_beside_user(database)

    def _import_beside_user(self, database: Database) -> tuple[str, ImportNeed | None] | None:
        """After a module-level import of something that is made, in its own module, after that module has the
        database.
        """
        name = database.variable.name
        if self._taken_by_other(name, database):
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
                    module = self._module_text(database.variable, binding)
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

    def _has_before(self, path: str, name: str, database: Database) -> bool:
        """Whether a module binds the database before it binds ``name``."""
        facts = self.context.project.facts(path)
        if facts is None or name not in facts.bindings:
            return False
        line = min(binding.line for binding in facts.bindings[name])
        return any(
            found[0].line < line
            and not found[0].conditional
            and database_of(self.context.project, self.context.project.resolve(path, bound)) == database
            for bound, found in facts.bindings.items()
        )

    def _bound_database(self, database: Database, at: ast.AST) -> str | None:
        context = self.context
        scope = context.scope(at)
        local: list[str] = []
        current = scope
        while current is not None and current.parent is not None:
            if current.kind in ("function", "lambda"):
                local += sorted(current.bindings)
            current = current.parent
        for name in (*local, *sorted(context.syntax.facts.bindings, key=lambda each: (each != "db", each))):
            if name in context.syntax.facts.bindings and name not in local and self._conditional(name):
                continue
            if database_of(context.project, context.project.resolve(context.path, name, scope)) == database:
                return name
        if any(self._starred(name, database, scope) for name in ("db", database.variable.name)):
            return "db" if self._starred("db", database, scope) else database.variable.name
        return None

    def _starred(self, name: str, database: Database, scope: Scope) -> bool:
        context = self.context
        if not context.syntax.facts.star_imports:
            return False
        return database_of(context.project, context.project.resolve(context.path, name, scope)) == database

    def _module_attribute(self, database: Database, model: ast.expr) -> str | None:
        """``models.db`` beside ``models.User``, when that module has it."""
        if not isinstance(model, ast.Attribute):
            return None
        prefix = ast.unparse(model.value)
        for name in ("db", database.variable.name):
            found = self.context.project.resolve(self.context.path, f"{prefix}.{name}", self.context.scope(model))
            if database_of(self.context.project, found) == database:
                return f"{prefix}.{name}"
        return None

    def _import_beside(self, database: Database, model: ast.expr, at: ast.AST) -> tuple[str, ImportNeed | None] | None:
        name = database.variable.name
        root = model
        while isinstance(root, ast.Attribute):
            root = root.value
        if not isinstance(root, ast.Name):
            return None
        owner = self.context.scopes.lookup(self.context.scope(at), root.id)
        if owner is None or owner.kind == "class" or self._taken_by_other(name, database):
            return None
        merged = self._existing_import(database.variable, owner)
        if merged is not None:
            return name, merged
        found = [each for each in owner.bindings[root.id] if each.kind == "import"]
        if len(found) != 1 or len(owner.bindings[root.id]) != 1 or not isinstance(found[0].node, ast.ImportFrom):
            return None
        module = self._module_text(database.variable, found[0])
        if module is None:
            return None
        return name, ImportNeed(self.context.path, module, name, None, found[0].node.lineno)

    def _existing_import(self, variable: Variable, owner: Scope) -> ImportNeed | None:
        """An import from the database's own module that can be extended: the database is bound there before any other
        module of the project can run, so whoever can import one of its names can import the other."""
        if not self._bound_before_others(variable):
            return None
        for bindings in owner.bindings.values():
            for binding in bindings:
                node = binding.node
                if binding.kind != "import" or not isinstance(node, ast.ImportFrom):
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

    def _taken_by_other(self, name: str, database: Database) -> bool:
        if name not in self._bound():
            return False
        context = self.context
        for scope in context.scopes.scopes():
            if name in scope.bindings:
                found = context.project.resolve(context.path, name, scope)
                if database_of(context.project, found) != database:
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

    def open_class_name(self, cls: ClassObject, at: ast.AST) -> str | None:
        """``cls`` where that is what the class is called here."""
        scope = self.context.scope(at)
        while scope.parent is not None:
            for name in scope.bindings:
                probe = next(
                    (node for node in ast.walk(scope.node) if isinstance(node, ast.Name) and node.id == name), None
                )
                if probe is not None and self.context.is_class_name(probe) and self.context.open_class(probe) == cls:
                    return name
            scope = scope.parent
        return None

    def variable(self, variable: Variable) -> str | None:
        """The module-level name that this file has for a variable of the project."""
        for name in sorted(self.context.syntax.facts.bindings):
            if self.context.project.resolve(self.context.path, name) == variable:
                return name
        return None


def _is_sqlalchemy(binding: LocalBinding) -> bool:
    return binding.kind == "import" and bool(binding.module) and str(binding.module).split(".")[0] == "sqlalchemy"


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
