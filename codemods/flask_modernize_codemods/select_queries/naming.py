"""How new code in one file names ``db``, ``select`` and its kin, and which imports that needs."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING
from weakref import ref

from flask_modernize.project.databases import Database, database_of
from flask_modernize.project.memory import remembered_about
from flask_modernize.project.objects import ClassObject, External, Variable
from flask_modernize.project.other_names import possible_names
from flask_modernize.project.parsed import saying
from flask_modernize.rewriting.bound_names import bound_names
from flask_modernize.rewriting.edits import ImportNeed
from flask_modernize_codemods.select_queries.database_names import DatabaseNames

if TYPE_CHECKING:
    from flask_modernize.facts import Binding
    from flask_modernize.project import Project
    from flask_modernize.project.scopes import LocalBinding
    from flask_modernize.project.syntax import Syntax
    from flask_modernize_codemods.select_queries.expressions import Expressions

_DB_STYLE = frozenset(
    {"func", "or_", "and_", "select", "desc", "asc", "text", "not_", "cast", "case", "exists", "delete"}
)


_DB_STYLE_WORDS = re.compile(rb"\.[\s\\]*(?:" + "|".join(sorted(_DB_STYLE)).encode() + rb")\b")
_ORM = frozenset({"with_parent"})
"""Names that come from sqlalchemy.orm."""


class Naming:
    """Names for one file. Answers give the text and, if it has to be imported first, the import."""

    def __init__(self, context: Expressions) -> None:
        # The other way round goes a strong reference; a cycle would keep the file's nodes until somebody collects them.
        self._context = ref(context)
        self._db_style: bool | None = None
        self._spellings: dict[str, tuple[str, ImportNeed | None]] = {}
        self._bound: dict[str, bool] = {}
        self._database_names: DatabaseNames | None = None

    @property
    def context(self) -> Expressions:
        context = self._context()
        assert context is not None  # whoever asks holds it
        return context

    # ------------------------------------------------------------- sqlalchemy

    def sql(self, name: str, at: ast.AST, database: Database | None) -> tuple[str, ImportNeed | None] | None:
        """The text for ``sqlalchemy.<name>`` (``select``, ``func``, ``delete``, ``update``) at a place."""
        return self._external(name, "sqlalchemy.orm" if name in _ORM else "sqlalchemy", at, database)

    def orm(self, name: str, at: ast.AST) -> str | None:
        """The text for ``sqlalchemy.orm.<name>`` where the file already has it; None otherwise."""
        for bound in sorted(self._may_be_sqlalchemy(name)):
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
        for bound in sorted(self._may_be_sqlalchemy(name), key=lambda each: (each != name, each)):
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
                return f"{bound}.orm.{name}" if name in _ORM else f"{bound}.{name}", None
        db = self.database(database, at) if database is not None else None
        if db is not None and db[1] is None and self._uses_db_style():
            return f"{db[0]}.{name}", None
        if not self._taken(name):
            return name, ImportNeed(context.path, module, name)
        if db is not None:
            return f"{db[0]}.{name}", db[1]
        alias = f"sql_{name}"
        return (alias, ImportNeed(context.path, module, name, alias)) if not self._taken(alias) else None

    def _may_be_sqlalchemy(self, name: str) -> Iterator[str]:
        """The module's names that may mean ``sqlalchemy`` or something called ``name`` in it.

        Other modules of the project are not looked at for what they call otherwise in a place that the text does not
        tell: it only decides between two names for the same thing.
        """
        words = _names_of_sqlalchemy(self.context.project, name)
        for bound, bindings in self.context.syntax.facts.bindings.items():
            if any(_may_mean(binding, bound, words) for binding in bindings):
                yield bound

    def _conditional(self, name: str) -> bool:
        return all(binding.conditional for binding in self.context.syntax.facts.bindings[name])

    def _visible(self, text: str, at: ast.AST) -> bool:
        """Whether the first name of ``text`` is the module's own at a place, not hidden by a local one."""
        name = text.partition(".")[0]
        owner = self.context.scopes.lookup(self.context.scope(at), name)
        return owner is None or owner.kind == "module"

    def _taken(self, name: str) -> bool:
        """Whether the file uses the name for anything but SQLAlchemy's own."""
        syntax: Syntax | None = self.context.syntax
        if self.context.syntax.leaves_out(_maybe_bound(name)):
            syntax = self.context.project.excerpt(self.context.path, saying(name))
        elif not self.binds(name):
            return False
        assert syntax is not None  # another part of it parses, and it has facts
        return not all(
            _is_sqlalchemy(each)
            for scope in syntax.scopes.scopes()
            if scope.kind != "class"
            for each in scope.bindings.get(name, ())
        )

    def binds(self, name: str) -> bool:
        """Whether the file binds the name anywhere, but for functions that are left out."""
        if name not in self._bound:
            self._bound[name] = name in bound_names(self.context.scopes.nodes_saying(name))
        return self._bound[name]

    def database(
        self, origin: Database | Variable, at: ast.AST, model: ast.expr | None = None
    ) -> tuple[str, ImportNeed | None] | None:
        """The text for a database object (or a session kept in a variable) at a place; see :mod:`.database_names`."""
        if self._database_names is None:
            self._database_names = DatabaseNames(self.context)
        return self._database_names.find(origin, at, model)

    def _uses_db_style(self) -> bool:
        """Whether the file itself writes ``db.func``, ``db.or_`` ... rather than importing from sqlalchemy."""
        if self._db_style is None:
            self._db_style = self._has_db_style(self.context.syntax)
            if not self._db_style and self.context.syntax.leaves_out(_DB_STYLE_WORDS):
                others = self.context.project.excerpt(self.context.path, _DB_STYLE_WORDS)
                self._db_style = others is not None and self._has_db_style(others)
        return self._db_style

    def _has_db_style(self, syntax: Syntax) -> bool:
        project = self.context.project
        return any(
            isinstance(node, ast.Attribute)
            and node.attr in _DB_STYLE
            and isinstance(node.value, ast.Name)
            and database_of(project, project.resolve(syntax.path, node.value.id, syntax.scopes.scope_of(node.value)))
            is not None
            for node in syntax.scopes.nodes_matching(_DB_STYLE_WORDS)
        )

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


@remembered_about
def _names_of_sqlalchemy(project: Project, name: str) -> frozenset[str]:
    """The words that may stand for ``sqlalchemy``, or for something called ``name``, somewhere in the project."""
    return possible_names(project, {"sqlalchemy", name})


def _may_mean(binding: Binding, bound: str, words: frozenset[str]) -> bool:
    if binding.kind != "import":
        return binding.kind == "assign" and binding.value is not None and binding.value[0] == "name"
    if binding.name in words or bound in words:
        return True
    return not binding.level and (binding.module or "").partition(".")[0] == "sqlalchemy"


@lru_cache(maxsize=32)
def _maybe_bound(name: str) -> re.Pattern[bytes]:
    """Matches ``name`` but where it is just an attribute, or is called in a place that makes no definition likely."""
    word = re.escape(name.encode())
    called = (rb"(?!(?<=" + before + word + rb")\()" for before in (rb"[(=,\[{]", rb"[=,(\[{] ", rb"return "))
    # Plain text comes first: such a pattern is found much faster.
    return re.compile(word + rb"(?<![.\w]" + word + rb")\b" + b"".join(called))


def _is_sqlalchemy(binding: LocalBinding) -> bool:
    return binding.kind == "import" and bool(binding.module) and str(binding.module).split(".")[0] == "sqlalchemy"
