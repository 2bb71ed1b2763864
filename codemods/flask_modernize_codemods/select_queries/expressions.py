"""What the expressions of one file mean to a query: entities, columns, relationships, criteria."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from flask_modernize.project.databases import database_of, query_listeners
from flask_modernize.project.dependencies import is_pinned_below
from flask_modernize.project.installed_versions import installed_version, runs_below
from flask_modernize.project.memory import remembered_structure
from flask_modernize.project.model_values import is_mapped_class
from flask_modernize.project.models import (
    Model,
    Relationship,
    joined_collections,
    model_of,
    models,
    tables,
)
from flask_modernize.project.objects import ClassObject, External, Member, ModuleObject, Object, Variable
from flask_modernize_codemods.select_queries.naming import Naming
from flask_modernize_codemods.select_queries.statement import Entity, Kind, Refusal, Statement, identity

if TYPE_CHECKING:
    from flask_modernize.planning.contract import Options
    from flask_modernize.project import Project
    from flask_modernize.project.scopes import Scope
    from flask_modernize.project.syntax import Syntax

AGGREGATES = frozenset(
    {"count", "sum", "max", "min", "avg", "array_agg", "string_agg", "group_concat", "bool_and", "bool_or"}
)
_SQL_MAKERS = frozenset(
    [
        "case",
        "cast",
        "literal",
        "literal_column",
        "text",
        "extract",
        "distinct",
        "type_coerce",
        "null",
        "true",
        "false",
        "label",
        "over",
        "within_group",
        "tuple_",
        "exists",
        "desc",
        "asc",
        "nullsfirst",
        "nullslast",
        "nulls_first",
        "nulls_last",
        "and_",
        "or_",
        "not_",
        "collate",
        "between",
        "func",
        "column",
    ]
)
_FUNCTION_CLASSES = ["sqlalchemy", "sql", "functions"]
_FUNCTIONS = frozenset({"char_length", "coalesce", "concat", "count", "max", "min", "now", "random", "sum"})
"""Classes of that module: calling one is the same as calling it by way of ``func``."""
_COMBINERS = frozenset({"and_", "or_", "not_"})
_ORDERINGS = frozenset({"desc", "asc", "nullsfirst", "nullslast", "nulls_first", "nulls_last"})
_SELECTABLES = frozenset({"subquery", "cte", "alias", "lateral", "tablesample"})
_ALIASES = frozenset({"aliased", "with_polymorphic"})
_OWN_SELECTS = frozenset({"any", "has"})


class Expressions:
    """One file, or an excerpt of it, seen through the project. Nodes are those of ``syntax.module``."""

    def __init__(self, project: Project, syntax: Syntax, options: Options) -> None:
        self.project = project
        self.path = syntax.path
        self.options = options
        self.syntax = syntax
        self.scopes = self.syntax.scopes
        self.naming = Naming(self)
        self._resolved: dict[ast.AST, Object | None] = {}
        self._marked: list[ast.AST] = []
        self._marks: dict[ast.AST, int] = {}
        self._mixins: dict[ClassObject, Model] = {}
        self._opened: dict[ast.AST, ClassObject | None] = {}
        self._entities: dict[tuple[ast.AST, int], Entity | None] = {}

    # ------------------------------------------------------------------ names

    def scope(self, node: ast.AST) -> Scope:
        return self.scopes.scope_of(node)

    def resolve(self, node: ast.expr) -> Object | None:
        """What a dotted expression means, or None; other expressions mean nothing."""
        if node not in self._resolved:
            dotted = dotted_name(node)
            self._resolved[node] = (
                self.project.resolve(self.path, dotted, self.scope(node)) if dotted is not None else None
            )
        return self._resolved[node]

    def model(self, node: ast.expr) -> Model | None:
        """The mapped class that an expression names (``User``, ``models.User``, ``cls`` in its own class method)."""
        if isinstance(node, ast.Name) and self.is_class_name(node):
            opened = self.open_class(node)
            return self.known(opened) if opened is not None and family(self.project, opened) else None
        found = self.resolve(node)
        return model_of(self.project, found) if found is not None else self._published_model(node)

    def _published_model(self, node: ast.expr) -> Model | None:
        """A model imported from a package that publishes its classes by name at run time.

        ``locals().update({model.__name__: model for ...})`` at module level: a name that the module does not bind in
        any other way is the class of that name, and the project has only one.
        """
        name = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
        candidates = _models_by_name(self.project).get(name, ())
        if len(candidates) != 1 or dotted_name(node) is None:
            return None
        module = self._module_of(node)
        facts = self.project.facts(module) if module is not None else None
        if facts is None or name in facts.bindings:
            return None
        return candidates[0] if any(_publishes(each.call) for each in facts.calls) else None

    def _module_of(self, node: ast.expr) -> str | None:
        """The file of the module that a name is imported from (or is an attribute of)."""
        if isinstance(node, ast.Attribute):
            found = self.resolve(node.value)
            return found.path if isinstance(found, ModuleObject) else None
        assert isinstance(node, ast.Name)
        owner = self.scopes.lookup(self.scope(node), node.id)
        bindings = owner.bindings.get(node.id, []) if owner is not None else []
        if len(bindings) != 1 or bindings[0].kind != "import" or bindings[0].name != node.id or bindings[0].level:
            return None
        return self.project.module_paths(bindings[0].module or "", self.path)

    def known(self, cls: ClassObject) -> Model:
        """The model of a class that an entity has; for a mixin, what its models have in common."""
        found = models(self.project).get(cls)
        if found is not None:
            return found
        if cls not in self._mixins:
            self._mixins[cls] = _in_common(cls, family(self.project, cls))
        return self._mixins[cls]

    def open_class(self, node: ast.expr) -> ClassObject | None:
        """The class whose class method (``cls``) or method (``self``) has the name as its first parameter."""
        if not isinstance(node, ast.Name):
            return None
        if node not in self._opened:
            self._opened[node] = self._find_open_class(node)
        return self._opened[node]

    def _find_open_class(self, node: ast.Name) -> ClassObject | None:
        owner = self.scopes.lookup(self.scope(node), node.id)
        if owner is None or owner.kind != "function" or owner.parent is None or owner.parent.kind != "class":
            return None
        function = owner.node
        assert isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef))
        parameters = [*function.args.posonlyargs, *function.args.args]
        if not parameters or parameters[0].arg != node.id or _is_decorated(function, "staticmethod"):
            return None
        if len(owner.bindings[node.id]) != 1:
            return None
        return ClassObject(self.path, owner.parent.qualname)

    def is_class_name(self, node: ast.expr) -> bool:
        """Whether the name is the class itself (``cls`` of a class method), not an instance."""
        if not isinstance(node, ast.Name) or self.open_class(node) is None:
            return False
        owner = self.scopes.lookup(self.scope(node), node.id)
        assert owner is not None
        function = owner.node
        assert isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef))
        return _is_decorated(function, "classmethod")

    def sql_name(self, node: ast.expr) -> str:
        """``func.count``, ``aliased``, ``joinedload`` ... for a name of SQLAlchemy however imported; else empty."""
        found = self.resolve(node)
        if isinstance(found, External):
            if found.name.split(".")[0] != "sqlalchemy":
                return ""
            parts = found.name.split(".")
        else:
            parts = []
            while isinstance(found, Member):
                parts.insert(0, found.name)
                if database_of(self.project, found.of) is not None:
                    break
                found = found.of
            else:
                return ""
        if "func" in parts[:-1] or (parts[:-1] == _FUNCTION_CLASSES and parts[-1] in _FUNCTIONS):
            return "func." + parts[-1]
        return parts[-1]

    def local_value(self, node: ast.expr) -> ast.expr | None:
        """The expression that a local name was given, if it was given one only."""
        if not isinstance(node, ast.Name):
            return None
        owner = self.scopes.lookup(self.scope(node), node.id)
        if owner is None:
            return None
        found = owner.bindings[node.id]
        return found[0].value if len(found) == 1 and found[0].kind == "assign" else None

    def source(self, node: ast.AST) -> str:
        """A mark that stands for the node's text, rewritten where something in it is rewritten; see ``emission``."""
        if node not in self._marks:
            self._marks[node] = len(self._marked)
            self._marked.append(node)
        return f"\x01{self._marks[node]}\x02"

    def inside(self, node: ast.Call | ast.Tuple) -> str:
        """A mark that stands for all that is between the parentheses of a call or tuple, as it is written."""
        return self.source(node).replace("\x02", "\x03")

    def marked(self, number: int) -> ast.AST:
        return self._marked[number]

    # --------------------------------------------------------------- entities

    def entities(self, call: ast.Call) -> tuple[Entity, ...] | Refusal:
        """The SELECT list that the arguments of ``query(...)`` or ``with_entities(...)`` make."""
        if call.keywords:
            return Refusal("Q-UNKNOWN-ARGUMENTS", "query() with keyword arguments")
        found = []
        for argument in call.args:
            if isinstance(argument, ast.Starred):
                return Refusal("Q-STAR-ARGS", "query(*entities)")
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                return Refusal("Q-REMOVED-API", f"the string {argument.value!r} as a column is gone in SQLAlchemy 2.0")
            entity = self.entity(argument) or self._some_model(argument)
            if entity is None:
                text = ast.unparse(argument)
                return Refusal("Q-UNKNOWN-ENTITY", f"what {_short(text)} selects cannot be told")
            found.append(entity)
        return tuple(found)

    def entity(self, node: ast.expr, depth: int = 6) -> Entity | None:
        """What an element of the SELECT list is, or None when it cannot be told."""
        if depth == 0:
            return None
        key = (node, depth)
        if key not in self._entities:
            self._entities[key] = self._entity(node, depth)
        return self._entities[key]

    def _entity(self, node: ast.expr, depth: int) -> Entity | None:
        if isinstance(node, (ast.Name, ast.Attribute)):
            text = dotted_name(node) or ast.unparse(node)
            model = self.model(node)
            if model is not None:
                return Entity(Kind.MODEL, text, model.cls, text.rpartition(".")[2])
            return self._named(node, text, depth) if isinstance(node, ast.Name) else self._attribute(node, text, depth)
        if isinstance(node, ast.Call):
            return self._call(node, ast.unparse(node), depth)
        if isinstance(node, (ast.BinOp, ast.Compare, ast.UnaryOp, ast.BoolOp)):
            return self._operation(node, ast.unparse(node), depth)
        return None

    def _some_model(self, node: ast.expr) -> Entity | None:
        """The entity of an expression that is always a mapped class, but not always the same: ``self.model``."""
        if not isinstance(node, (ast.Name, ast.Attribute)):
            return None
        if not is_mapped_class(self.project, self.path, node, self.scope(node)):
            return None
        text = ast.unparse(node)
        return Entity(Kind.MODEL, text, None, text)

    def _named(self, node: ast.Name, text: str, depth: int) -> Entity | None:
        found = self.resolve(node)
        if isinstance(found, Variable):
            if found in tables(self.project):
                return Entity(Kind.TABLE, text, None, None)
            return None
        value = self.local_value(node)
        if value is None:
            return None
        if isinstance(value, ast.Call):
            if self.sql_name(value.func) in _ALIASES and value.args:
                of = self.model(value.args[0])
                return Entity(Kind.MODEL, text, of.cls, text, alias=True) if of is not None else None
            if isinstance(value.func, ast.Attribute) and value.func.attr in _SELECTABLES:
                return Entity(Kind.TABLE, text, None, None)
        made = self.entity(value, depth - 1)
        if made is None or made.kind is not Kind.COLUMN:
            return None
        return made

    def _attribute(self, node: ast.Attribute, text: str, depth: int) -> Entity | None:
        owner = node.value
        if isinstance(owner, ast.Attribute) and owner.attr in ("c", "columns"):
            table = self.entity(owner.value, depth - 1)
            if table is not None and (table.kind is Kind.TABLE):
                return Entity(Kind.COLUMN, text, None, node.attr, of=table.text)
            return None
        made = self.entity(owner, depth - 1) if node.attr != "c" else None
        if made is None or made.kind is not Kind.MODEL or made.cls is None:
            return None
        model = self.known(made.cls)
        if node.attr == "__table__":
            return Entity(Kind.TABLE, text, None, None)
        if node.attr in model.relationships:
            return None
        known = node.attr in model.columns or node.attr in model.attributes
        if not known and model.complete and not model.open_bases:
            return None
        plain = node.attr in model.columns
        return Entity(Kind.COLUMN, text, made.cls, node.attr, alias=made.alias, of=made.text, plain_column=plain)

    def _call(self, node: ast.Call, text: str, depth: int) -> Entity | None:
        name = self.sql_name(node.func)
        if name in _ALIASES and node.args:
            aliased = self.model(node.args[0])
            return Entity(Kind.MODEL, text, aliased.cls, text, alias=True) if aliased is not None else None
        if name.startswith("func.") or name in _SQL_MAKERS:
            inner = list(self._operands(node, depth))
            aggregate = name.removeprefix("func.") in AGGREGATES and name.startswith("func.")
            key = None
            if name == "exists":
                aggregate, key = True, None
            return _combined(text, inner, key, aggregate=aggregate)
        if not isinstance(node.func, ast.Attribute):
            return None
        if node.func.attr in _SELECTABLES and self.is_query(node.func.value):
            return Entity(Kind.TABLE, text, None, None)
        if node.func.attr in ("exists", "label", "scalar_subquery", "as_scalar") and self.is_query(node.func.value):
            key = _label(node) if node.func.attr == "label" else None
            return Entity(Kind.COLUMN, text, None, key, aggregate=True, exact=True)
        inner_entity = self.entity(node.func.value, depth - 1)
        if inner_entity is None or inner_entity.kind is not Kind.COLUMN:
            return None
        if node.func.attr == "label":
            return _with(inner_entity, text, _label(node))
        if node.func.attr in ("where", "select_from", "correlate") and inner_entity.aggregate:
            return _with(inner_entity, text, inner_entity.key)
        if node.func.attr in ("over", "filter", "within_group"):
            return _with(
                inner_entity, text, inner_entity.key, aggregate=inner_entity.aggregate and node.func.attr != "over"
            )
        others = list(self._operands(node, depth))
        return _combined(text, [inner_entity, *others], None)

    def _operation(self, node: ast.expr, text: str, depth: int) -> Entity | None:
        operands = [child for child in ast.iter_child_nodes(node) if isinstance(child, ast.expr)]
        made = [self.entity(operand, depth - 1) for operand in operands]
        known = [each for each in made if each is not None]
        if not any(each.kind is Kind.COLUMN for each in known) or any(each.kind is not Kind.COLUMN for each in known):
            return None
        return _combined(text, known, None, aggregate=bool(known) and all(each.aggregate for each in known))

    def _operands(self, node: ast.Call, depth: int) -> Iterator[Entity]:
        for argument in [*node.args, *(keyword.value for keyword in node.keywords)]:
            for child in ast.walk(argument):
                if isinstance(child, (ast.Name, ast.Attribute)):
                    made = self.entity(child, depth - 1)
                    if made is not None and made.kind is not Kind.TABLE:
                        yield made

    def is_query(self, node: ast.expr) -> bool:
        """Whether the expression is a query (rewritten or not): its head is ``X.query`` or ``session.query(...)``."""
        while isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if node.func.attr == "query":
                return True
            node = node.func.value
        if isinstance(node, ast.Attribute) and node.attr == "query":
            return True
        value = self.local_value(node)
        return (
            value is not None
            and value is not node
            and isinstance(value, (ast.Call, ast.Attribute))
            and self.is_query(value)
        )

    # --------------------------------------------------------------- criteria

    def names_only(self, node: ast.expr, statement: Statement) -> bool:
        """Whether a criterion names nothing but what the statement already selects from, and is understood."""
        return self._understood(node) and all(self.in_froms(found, statement) for found in self._references(node))

    def _understood(self, node: ast.expr) -> bool:
        """Whether the expression at a criterion's place is written out here, not held by a variable or made by a
        call.
        """
        if isinstance(node, ast.Constant):
            return True
        if isinstance(node, ast.BoolOp):
            return all(self._understood(value) for value in node.values)
        if isinstance(node, ast.UnaryOp):
            return self._understood(node.operand)
        if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.BitAnd, ast.BitOr)):
            return self._understood(node.left) and self._understood(node.right)
        if isinstance(node, ast.Compare):
            return True
        if isinstance(node, ast.Attribute):
            made = self.entity(node)
            return made is not None and made.kind is Kind.COLUMN
        if isinstance(node, ast.Call):
            name = self.sql_name(node.func)
            if name in _COMBINERS:
                return all(self._understood(argument) for argument in node.args)
            if name == "text":
                return False
            if name:
                return True
            if isinstance(node.func, ast.Attribute):
                return self._starts_with_model(node.func.value)
        return False

    def _starts_with_model(self, node: ast.expr) -> bool:
        while True:
            if self.model(node) is not None:
                return True
            if isinstance(node, ast.Call) and self.sql_name(node.func):
                return True
            if isinstance(node, ast.Call):
                node = node.func
            elif isinstance(node, ast.Attribute):
                made = self.entity(node)
                if made is not None:
                    return True
                node = node.value
            else:
                return False

    def _references(self, node: ast.expr) -> Iterator[Entity]:
        """The models, aliases and tables that an expression names outside its own sub-selects."""
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if self.is_query(node) or self._is_select(node):
                return
            if node.func.attr in _OWN_SELECTS and self.relationship(node.func.value) is not None:
                yield from self._references(node.func.value)
                return
        if isinstance(node, (ast.Name, ast.Attribute)):
            made = self._from_element(node)
            if made is not None:
                yield made
                return
            if isinstance(node, ast.Name):
                value = self.local_value(node)
                if value is not None and self.entity(node) is not None:
                    yield from self._references(value)
                return
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.expr):
                yield from self._references(child)
            elif isinstance(child, ast.keyword):
                yield from self._references(child.value)

    def _is_select(self, node: ast.Call) -> bool:
        current: ast.expr = node
        while isinstance(current, ast.Call):
            if self.sql_name(current.func) in ("select", "exists"):
                return True
            current = current.func.value if isinstance(current.func, ast.Attribute) else current.func
        return False

    def _from_element(self, node: ast.expr) -> Entity | None:
        while isinstance(node, ast.Attribute):
            if self.model(node) is not None:
                break
            node = node.value
        made = self.entity(node)
        return made if made is not None and made.kind is not Kind.COLUMN else None

    def in_froms(self, found: Entity, statement: Statement) -> bool:
        if identity(found) in statement.froms:
            return True
        if found.alias or found.cls is None:
            return False
        for entity in statement.entities:
            if entity.kind is Kind.MODEL and entity.cls is not None and not entity.alias:
                model = self.known(entity.cls)
                if model is not None and found.cls in model.bases:
                    return True
        return False

    def is_selected(self, node: ast.expr, statement: Statement) -> bool:
        """Whether an ORDER BY element is among what is selected."""
        node = _bare(node, self)
        if isinstance(node, ast.Constant):
            if node.value is None:
                return True
            keys = {entity.key for entity in statement.entities}
            entity = statement.entity
            model = self.known(entity.cls) if entity is not None and entity.cls is not None else None
            return node.value in keys or (model is not None and node.value in model.columns)
        made = self.entity(node)
        if made is None or made.kind is not Kind.COLUMN:
            return False
        texts = {entity.text for entity in statement.entities}
        if made.text in texts:
            return True
        return isinstance(node, ast.Attribute) and any(
            entity.kind is Kind.MODEL and made.of == entity.text and self._is_column(entity, node.attr)
            for entity in statement.entities
        )

    def _is_column(self, entity: Entity, name: str) -> bool:
        model = self.known(entity.cls) if entity.cls is not None else None
        return model is not None and name in model.columns

    def text_label(self, nodes: list[ast.expr], statement: Statement) -> bool:
        """Whether a ``text()`` among them may use a label such as ``user_name`` that only a Query makes."""
        names = _query_labels(self.project)
        for node in nodes:
            bare = _bare(node, self)
            if isinstance(bare, ast.Call) and self.sql_name(bare.func) == "text":
                argument = bare.args[0] if bare.args else None
                if not isinstance(argument, ast.Constant) or not isinstance(argument.value, str):
                    return True
                words = argument.value.replace(",", " ").replace("(", " ").replace(")", " ").split()
                if names & set(words):
                    return True
        return False

    # ---------------------------------------------------------- relationships

    def relationship(self, node: ast.expr) -> Relationship | None:
        """The relationship that ``Model.name`` is, also behind ``.of_type(...)`` and ``.and_(...)``."""
        while (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in ("of_type", "and_")
        ):
            node = node.func.value
        if not isinstance(node, ast.Attribute):
            return None
        owner = self.entity(node.value)
        if owner is None or owner.kind is not Kind.MODEL or owner.cls is None:
            return None
        return self.known(owner.cls).relationships.get(node.attr)

    def unknown_attribute(self, target: Entity | None, call: ast.Call) -> str:
        """The first keyword of a ``filter_by`` that its target does not have, when that is certain; else empty."""
        names = [keyword.arg for keyword in call.keywords if keyword.arg is not None]
        if target is None:
            return ""
        if target.kind is Kind.TABLE:
            columns = self._table_columns(target.text, call)
            return next((name for name in names if columns is None or name not in columns), "")
        if target.cls is None:
            return ""
        model = self.known(target.cls)
        if not model.complete or model.open_bases or model.abstract:
            return ""
        known = {*model.columns, *model.relationships, *model.attributes}
        return next((name for name in names if name not in known), "")

    def _table_columns(self, text: str, at: ast.AST) -> tuple[str, ...] | None:
        found = self.project.resolve(self.path, text, self.scope(at))
        known = tables(self.project).get(found) if isinstance(found, Variable) else None
        return known.columns if known is not None else None

    def text_for(self, entity: Entity, at: ast.AST) -> str | None:
        """How this file names the entity at a place, or None when it has no name for it."""
        if entity.cls is None or entity.alias:
            return entity.text
        scope = self.scope(at)
        for name in (entity.text, *sorted(self.syntax.facts.bindings)):
            if self.project.resolve(self.path, name, scope) == entity.cls:
                return name
        return self.naming.open_class_name(entity.cls, at)

    # ---------------------------------------------------------------- options

    def joined_collection(self, entity: Entity) -> str:
        """Empty, or the collection that loading the entity joins by default."""
        if entity.cls is None:
            return "an unknown class" if entity.kind is Kind.MODEL else ""
        found = [joined_collections(self.project, model) for model in family(self.project, entity.cls)]
        return next((each for each in found if each), "" if found else "an unknown class")

    def bulk_listener(self) -> str:
        found = [each for each in query_listeners(self.project) if each.event.startswith("after_bulk")]
        return f"{found[0].path}:{found[0].line}" if found else ""

    def needs_flask_sqlalchemy_3(self, name: str) -> Refusal | None:
        """``db.<name>`` came with Flask-SQLAlchemy 3.0: refused when the project pins an older one that select() runs
        on.
        """
        if self.options.get("target", "declared") == "today":
            return None
        installed = installed_version(self.project, "flask-sqlalchemy")
        if installed is not None and runs_below(self.project, "flask-sqlalchemy", "3.0"):
            return Refusal(
                "Q-NEEDS-FLASK-SQLALCHEMY-3",
                f"db.{name}() came with Flask-SQLAlchemy 3.0, and the application runs on {installed}",
            )
        extension = is_pinned_below(self.project, "flask-sqlalchemy", "3.0", self.path)
        if extension is None or is_pinned_below(self.project, "sqlalchemy", "1.4", self.path) is not None:
            return None
        if not _declares(self.project, self.path):
            return None
        place = f"{extension.path}:{extension.line}"
        return Refusal(
            "Q-NEEDS-FLASK-SQLALCHEMY-3",
            f"db.{name}() came with Flask-SQLAlchemy 3.0 and {place} pins {extension.specifier}",
        )


def _declares(project: Project, path: str) -> bool:
    from flask_modernize.project.dependencies import declared

    return "sqlalchemy" in declared(project, path)


@remembered_structure
def _query_labels(project: Project) -> frozenset[str]:
    """``user_name`` and the like: the labels that only a Query gives to columns."""
    return frozenset(
        f"{model.table}_{column}" for model in models(project).values() if model.table for column in model.columns
    )


@remembered_structure
def _models_by_name(project: Project) -> dict[str, tuple[Model, ...]]:
    found: dict[str, tuple[Model, ...]] = {}
    for cls, model in models(project).items():
        if "<locals>" not in cls.qualname:
            found[cls.name] = (*found.get(cls.name, ()), model)
    return found


def _publishes(call: tuple[object, ...]) -> bool:
    """``locals().update(...)`` or ``globals().update(...)``."""
    function = call[1]
    if not isinstance(function, tuple) or function[:1] != ("attr",) or function[2] != "update":
        return False
    inner = function[1]
    return inner[0] == "call" and inner[1] in (("name", "locals"), ("name", "globals"))


def family(project: Project, cls: ClassObject) -> list[Model]:
    """The models that a class stands for: itself and every subclass that is mapped or abstract."""
    known = models(project)
    return [known[each] for each in (cls, *project.subclasses(cls)) if each in known]


def _in_common(cls: ClassObject, found: list[Model]) -> Model:
    """A model with what all of these have; ``found`` is not empty."""
    first = found[0]
    return replace(
        first,
        cls=cls,
        abstract=True,
        columns={name: column for name, column in first.columns.items() if all(name in each.columns for each in found)},
        relationships={},
        attributes=first.attributes.intersection(*(each.attributes for each in found)),
        bases=(),
    )


def dotted_name(node: ast.expr) -> str | None:
    """``a.b.c`` for a chain of attributes on a name, else None."""
    parts = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return None
    return ".".join([node.id, *reversed(parts)])


def _is_decorated(function: ast.FunctionDef | ast.AsyncFunctionDef, name: str) -> bool:
    return any(isinstance(each, ast.Name) and each.id == name for each in function.decorator_list)


def _bare(node: ast.expr, context: Expressions) -> ast.expr:
    """An ORDER BY element without desc(), asc() and the like."""
    while isinstance(node, ast.Call):
        if isinstance(node.func, ast.Attribute) and node.func.attr in _ORDERINGS and not node.args:
            node = node.func.value
        elif context.sql_name(node.func) in _ORDERINGS and len(node.args) == 1:
            node = node.args[0]
        else:
            return node
    return node


def _label(node: ast.Call) -> str | None:
    if len(node.args) == 1 and isinstance(node.args[0], ast.Constant):
        return str(node.args[0].value)
    return None


def _with(entity: Entity, text: str, key: str | None, *, aggregate: bool | None = None) -> Entity:
    return Entity(
        Kind.COLUMN,
        text,
        entity.cls,
        key,
        aggregate=entity.aggregate if aggregate is None else aggregate,
        exact=entity.exact,
        alias=entity.alias,
        of=entity.of,
    )


def _combined(text: str, inner: list[Entity], key: str | None, *, aggregate: bool = False) -> Entity:
    """A column made of others: of one entity if they all are."""
    owners = {(each.cls, each.alias, each.of or each.text) for each in inner}
    first = inner[0] if len(owners) == 1 else None
    return Entity(
        Kind.COLUMN,
        text,
        first.cls if first else None,
        key,
        aggregate=aggregate or (bool(inner) and all(each.aggregate for each in inner)),
        exact=len(owners) <= 1,
        alias=first.alias if first else False,
        of=(first.of or (first.text if first.kind is Kind.MODEL else "")) if first else "",
    )


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:37] + "..."
