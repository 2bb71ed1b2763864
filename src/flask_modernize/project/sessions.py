"""Proves that an expression is a SQLAlchemy session. Never by its name."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from weakref import ref

from flask_modernize.facts.sketch import dotted_name, sketch
from flask_modernize.project.class_lines import described_line, scope_inside
from flask_modernize.project.databases import Database, custom_session_query, database_of, databases
from flask_modernize.project.memory import remembered
from flask_modernize.project.objects import (
    ClassObject,
    External,
    FunctionObject,
    Member,
    ModuleObject,
    Object,
    Variable,
)

if TYPE_CHECKING:
    from flask_modernize.project.project import Project
    from flask_modernize.project.scopes import FileScopes, LocalBinding, Scope

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class SessionOrigin:
    """Where a session comes from."""

    kind: str
    """``flask-sqlalchemy``, ``scoped`` or ``session``."""
    database: Database | None
    custom_query: str
    """Empty, or why its ``query()`` is not the stock query."""
    text: str
    """How it was proven, in a few words."""


def session_of(project: Project, path: str, node: ast.expr, scope: Scope | None) -> SessionOrigin | None:
    """The session that an expression standing in ``scope`` is, or None when that cannot be proven."""
    prover = _prover(project)
    where = scope if scope is not None else prover.module_scope(path)
    made = prover.value(_Place(path, where, 0), node) if where is not None else None
    return made.origin if made is not None and made.is_session else None


@dataclass(frozen=True, slots=True)
class _Made:
    """What an expression evaluates to: a session, something that makes one when called, or (scoped sessions) both."""

    origin: SessionOrigin
    is_session: bool
    makes_sessions: bool


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an expression is evaluated, and how many functions were left on the way there."""

    path: str
    scope: Scope
    depth: int


MAX_DEPTH = 8
"""How many calls a parameter is followed upwards."""

_SESSION_CLASSES = frozenset(
    {
        "sqlalchemy.orm.Session",
        "sqlalchemy.orm.session.Session",
        "flask_sqlalchemy.SignallingSession",
        "flask_sqlalchemy.session.Session",
    }
)
_SCOPED_CLASSES = frozenset({"sqlalchemy.orm.scoped_session", "sqlalchemy.orm.scoping.scoped_session"})
_METHOD_DECORATORS = frozenset({"staticmethod", "classmethod"})
_APPLICATION_GLOBALS = "flask.g."
_FACTORIES = frozenset(
    {
        "sqlalchemy.orm.sessionmaker",
        "sqlalchemy.orm.session.sessionmaker",
        "sqlalchemy.orm.create_session",
        "sqlalchemy.orm.session.create_session",
    }
)
_OF_OBJECT = frozenset({"sqlalchemy.orm.object_session", "sqlalchemy.orm.session.object_session"})
_ORM_NAMES = frozenset({"Session", "object_session", "scoped_session", "sessionmaker"})
"""Of ``sqlalchemy.orm``, that a Flask-SQLAlchemy instance has as attributes."""

_EXTERNAL_ATTRIBUTES = (
    ("flask_appbuilder.", "get_session"),
    ("flask_admin.contrib.sqla.", "session"),
)
"""Packages whose classes have an attribute that is documented to be a session, and its name."""

_CASTS = frozenset({"typing.cast", "typing_extensions.cast"})
_CONTEXT_MANAGERS = frozenset({"contextlib.contextmanager", "contextlib2.contextmanager"})


@remembered
def _prover(project: Project) -> _Prover:
    return _Prover(project)


class _Prover:
    """Evaluates expressions over one project; remembers what variables, functions and parameters turned out to be.

    ``_active`` holds the questions that are being answered: one that leads back to itself has no proof.
    """

    def __init__(self, project: Project) -> None:
        # A strong reference here would keep every project alive for as long as it is remembered.
        self._project = ref(project)
        self._known: dict[object, _Made | None] = {}
        self._open: list[tuple[str, str]] = []
        self._active: set[object] = set()

    @property
    def project(self) -> Project:
        project = self._project()
        assert project is not None  # whoever asks holds it
        return project

    def module_scope(self, path: str) -> Scope | None:
        syntax = self.project.syntax(path)
        return syntax.scopes.module_scope if syntax is not None else None

    def _once(self, question: object, answer: Callable[[], _Made | None]) -> _Made | None:
        if question in self._known:
            return self._known[question]
        if question in self._active:
            return None
        self._active.add(question)
        try:
            found = answer()
        finally:
            self._active.discard(question)
        if not self._active:
            self._known[question] = found
        return found

    # -- expressions ---------------------------------------------------------------------------------------------------

    def value(self, place: _Place, node: ast.expr) -> _Made | None:
        """What an expression is, or None when there is no proof that it has to do with sessions."""
        if isinstance(node, ast.Name):
            return self._name(place, node)
        if isinstance(node, ast.Attribute):
            return self._attribute(place, node)
        if isinstance(node, ast.Call):
            return self._call(place, node)
        if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.Or):
            return _agreed(self.value(place, each) for each in node.values)
        if isinstance(node, ast.IfExp):
            return _agreed(self.value(place, each) for each in (node.body, node.orelse))
        return self.value(place, node.value) if isinstance(node, ast.NamedExpr) else None

    def _name(self, place: _Place, node: ast.Name) -> _Made | None:
        owner = place.scope.lookup(node.id)
        if owner is not None and owner.parent is not None:
            where = (getattr(owner.node, "lineno", 0), getattr(owner.node, "col_offset", 0))
            question = (place.path, owner.qualname, where, node.id)  # the node itself would keep the file in memory
            return self._once(question, lambda: self._local(replace(place, scope=owner), node.id))
        obj = self.project.resolve(place.path, node.id)
        return self._object(obj) if obj is not None else self._module_variable(place.path, node.id)

    def _local(self, place: _Place, name: str) -> _Made | None:
        """A name of a function or class: every binding must be such a session; ``= None`` has no say beside others."""
        bindings = place.scope.bindings.get(name, [])
        real = [each for each in bindings if not _is_none(each.value)]
        return _agreed(self._binding(place, name, each) for each in real)

    def _binding(self, place: _Place, name: str, binding: LocalBinding) -> _Made | None:
        if binding.kind == "assign" and binding.value is not None:
            return self._assigned(place, name, binding.value)
        if binding.kind == "import":
            return self._object(self.project.resolve(place.path, name, place.scope))
        if binding.kind == "parameter" and isinstance(binding.node, ast.arg):
            return self._parameter(place, binding.node)
        if isinstance(binding.node, ast.With | ast.AsyncWith):
            for item in binding.node.items:
                if isinstance(item.optional_vars, ast.Name) and item.optional_vars.id == name:
                    return self._entered(place, item.context_expr)
        return None

    def _assigned(self, place: _Place, name: str, value: ast.expr) -> _Made | None:
        """``session = session or db.session``: what the name was before is what its other bindings say."""
        choices: list[ast.expr] = []
        if isinstance(value, ast.BoolOp) and isinstance(value.op, ast.Or):
            choices = value.values
        elif isinstance(value, ast.IfExp):
            choices = [value.body, value.orelse]
        others = [each for each in choices if not (isinstance(each, ast.Name) and each.id == name)]
        if others and len(others) < len(choices) and len(place.scope.bindings.get(name, [])) > 1:
            return _agreed(self.value(place, each) for each in others)
        return self.value(place, value)

    def _attribute(self, place: _Place, node: ast.Attribute) -> _Made | None:
        dotted = dotted_name(node)
        obj = self.project.resolve(place.path, dotted, place.scope) if dotted is not None else None
        if obj is not None:
            return self._object(obj)
        owner = dotted_name(node.value)
        holder = self.project.resolve(place.path, owner, place.scope) if owner is not None else None
        if isinstance(holder, ModuleObject):
            return self._module_variable(holder.path, node.attr)
        if isinstance(node.value, ast.Name):
            cls = _class_of_self(place, node.value.id)
            return self._attribute_of_self(cls, node.attr) if cls is not None else None
        if node.attr == "session" and isinstance(node.value, ast.Attribute):
            database = self._database_of_self(place, node.value)
            return _both(_of_database(database)) if database is not None else None
        return None

    def _database_of_self(self, place: _Place, node: ast.Attribute) -> Database | None:
        """The database that every assignment to ``self.db`` in the class and its ancestors gives."""
        cls = _class_of_self(place, node.value.id) if isinstance(node.value, ast.Name) else None
        found: set[Database | None] = set()
        for each, _ in described_line(self.project, cls) if cls is not None else ():
            scope = scope_inside(self.project, each)
            for inner, value in self._assigned_through_self(each, scope, node.attr) if scope is not None else ():
                dotted = dotted_name(value) if value is not None else None
                obj = self.project.resolve(each.path, dotted, inner) if dotted is not None else None
                found.add(database_of(self.project, obj))
        return found.pop() if len(found) == 1 else None

    def _call(self, place: _Place, node: ast.Call) -> _Made | None:
        obj = self._callee(place, node.func)
        if isinstance(obj, External):
            return self._external_call(place, node, obj.name)
        if isinstance(obj, Member):
            if obj.name in _ORM_NAMES and database_of(self.project, obj.of) is not None:
                return self._external_call(place, node, f"sqlalchemy.orm.{obj.name}")
            made = self._member_call(obj)
            if made is not None:
                return made
        if isinstance(obj, FunctionObject):
            return self._once(obj, lambda: self._returned(obj))
        if isinstance(obj, ClassObject):
            return self._subclass_call(obj)
        if isinstance(node.func, ast.Attribute) and node.func.attr in {"registry", "session_factory"}:
            scoped = self.value(place, node.func.value)
            return _called(scoped) if scoped is not None and scoped.origin.kind != "session" else None
        if isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name):
            cls = _class_of_self(place, node.func.value.id)
            method = self._method(cls, node.func.attr) if cls is not None else None
            if method is not None:
                return self._once(method, lambda: self._returned(method))
        made = self.value(place, node.func)
        return _called(made) if made is not None and made.makes_sessions else None

    def _callee(self, place: _Place, function: ast.expr) -> Object | None:
        dotted = dotted_name(function)
        return self.project.resolve(place.path, dotted, place.scope) if dotted is not None else None

    # -- objects -------------------------------------------------------------------------------------------------------

    def _object(self, obj: Object | None) -> _Made | None:
        if isinstance(obj, Variable):
            return self._module_variable(obj.path, obj.name)
        if isinstance(obj, Member) and obj.name == "session":
            database = database_of(self.project, obj.of)
            return _both(_of_database(database)) if database is not None else None
        if isinstance(obj, Member) and isinstance(obj.of, ClassObject):
            return self._attribute_of_self(obj.of, obj.name)
        if isinstance(obj, External) and obj.name.startswith(_APPLICATION_GLOBALS):
            return self._once(obj, lambda: self._attribute_of_g(obj))
        return None

    def _attribute_of_g(self, obj: External) -> _Made | None:
        """What every ``g.name = value`` of the project gives; None when ``g.name`` is bound in any other way."""
        name = obj.name.removeprefix(_APPLICATION_GLOBALS)
        values: list[_Made | None] = []
        for path in self.project.indexed_paths():
            if b"." + name.encode() not in self.project.tree.read(path):
                continue
            syntax = self.project.syntax(path)
            for node in syntax.scopes.nodes() if syntax is not None else ():
                if syntax is None or not isinstance(node, ast.Attribute) or node.attr != name:
                    continue
                if (
                    isinstance(node.ctx, ast.Load)
                    or self.project.resolve(path, dotted_name(node) or "", syntax.scopes.scope_of(node)) != obj
                ):
                    continue
                statement = syntax.scopes.statement_of(node)
                if isinstance(statement, ast.Assign) and node in statement.targets:
                    if not _is_none(statement.value):
                        values.append(self.value(_Place(path, syntax.scopes.scope_of(node), 0), statement.value))
                elif not isinstance(node.ctx, ast.Del):
                    values.append(None)
        return _agreed(values)

    def _module_variable(self, path: str, name: str) -> _Made | None:
        """A module's variable, functions that assign it after ``global`` included."""
        scope = self.module_scope(path)
        if scope is None or name not in scope.bindings:
            return None
        return self._once((path, name), lambda: self._bound_in_module(path, scope, name))

    def _bound_in_module(self, path: str, scope: Scope, name: str) -> _Made | None:
        syntax = self.project.syntax(path)
        values: list[_Made | None] = []
        for binding in scope.bindings.get(name, []):
            value, where = binding.value, scope
            if binding.kind == "other" and isinstance(binding.node, ast.Assign | ast.AnnAssign) and syntax is not None:
                value, where = binding.node.value, syntax.scopes.scope_of(binding.node)
            elif binding.kind != "assign":
                return None
            if value is not None and not _is_none(value):
                values.append(self.value(_Place(path, where, 0), value))
        return _agreed(values)

    def _external_call(self, place: _Place, node: ast.Call, name: str) -> _Made | None:
        if name in _SESSION_CLASSES:
            return _session_only(SessionOrigin("session", None, self._custom(place, node), "Session()"))
        if name in _FACTORIES:
            origin = SessionOrigin("session", None, self._custom(place, node), "sessionmaker()")
            return _Made(origin, is_session=name.endswith("create_session"), makes_sessions=True)
        if name in _SCOPED_CLASSES:
            return self._scoped(place, node)
        if name in _CASTS and node.args:
            return self._of_type(place, place.scope, node.args[0], "cast")
        if name in _OF_OBJECT:
            return _session_only(SessionOrigin("session", None, _any_custom(self.project), "object_session()"))
        return None

    def _custom(self, place: _Place, node: ast.Call) -> str:
        if any(each.arg is None for each in node.keywords):
            return "the arguments of its session factory are not written out"
        options = {each.arg: sketch(each.value) for each in node.keywords if each.arg is not None}
        return custom_session_query(self.project, place.path, options)

    def _scoped(self, place: _Place, node: ast.Call) -> _Made:
        """``scoped_session(factory)``; a factory that cannot be told could have a query of its own."""
        given = node.args[0] if node.args else next((each.value for each in node.keywords), None)
        if isinstance(given, ast.Lambda):
            syntax = self.project.syntax(place.path)
            inner = replace(place, scope=syntax.scopes.inner_scope(given)) if syntax is not None else place
            made = self.value(inner, given.body)
        else:
            made = self.value(place, given) if given is not None else None
            made = made or self._function_as_factory(place, given)
        if made is None:
            return _both(SessionOrigin("scoped", None, "its session factory is not known", "scoped_session()"))
        return _both(replace(made.origin, kind="scoped", text=f"scoped_session of {made.origin.text}"))

    def _function_as_factory(self, place: _Place, given: ast.expr | None) -> _Made | None:
        obj = self._callee(place, given) if given is not None else None
        return self._once(obj, lambda: self._returned(obj)) if isinstance(obj, FunctionObject) else None

    def _member_call(self, obj: Member) -> _Made | None:
        if obj.name in {"create_scoped_session", "create_session"}:
            database = database_of(self.project, obj.of)
            if database is None:
                return None
            origin = _of_database(database)
            return _both(origin) if obj.name == "create_scoped_session" else _Made(origin, False, True)
        if obj.name in {"session", "registry", "session_factory"}:
            made = self._object(obj) or self._object(obj.of)
            return _called(made) if made is not None and made.makes_sessions else None
        return None

    def _subclass_call(self, cls: ClassObject) -> _Made | None:
        """A call of a project's own subclass of ``Session``."""
        line = self.project.ancestors(cls)
        if not any(isinstance(each, External) and each.name in _SESSION_CLASSES for each in line):
            return None
        own = any(
            "query" in facts.methods or "query" in facts.attributes for _, facts in described_line(self.project, cls)
        )
        return _session_only(SessionOrigin("session", None, f"{cls.name} has its own query" if own else "", cls.name))

    # -- functions -----------------------------------------------------------------------------------------------------

    def _returned(self, function: FunctionObject) -> _Made | None:
        """What every ``return`` of a function of the project gives."""
        scope = self._scope_of(function)
        if scope is None or isinstance(scope.node, ast.AsyncFunctionDef) or not _falls_to_return(scope.node):
            return None
        own = list(_own_nodes(scope.node))
        returns = [node.value for node in own if isinstance(node, ast.Return)]
        if not returns or any(isinstance(node, ast.Yield | ast.YieldFrom) for node in own):
            return None
        place = _Place(function.path, scope, 0)
        return _agreed(self.value(place, each) if each is not None else None for each in returns)

    def _entered(self, place: _Place, node: ast.expr) -> _Made | None:
        """What ``with node as name`` binds to the name."""
        made = self.value(place, node)
        if made is not None and made.is_session:
            return _session_only(made.origin)
        if not isinstance(node, ast.Call):
            return None
        if isinstance(node.func, ast.Attribute) and node.func.attr == "begin":
            factory = self.value(place, node.func.value)
            if factory is not None and factory.makes_sessions and not factory.is_session:
                return _called(factory)
        function = self._callee(place, node.func)
        if isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name) and function is None:
            cls = _class_of_self(place, node.func.value.id)
            function = self._method(cls, node.func.attr) if cls is not None else None
        if not isinstance(function, FunctionObject):
            return None
        return self._once(("yielded", function), lambda: self._yielded(function))

    def _yielded(self, function: FunctionObject) -> _Made | None:
        """What a ``@contextmanager`` of the project yields."""
        scope = self._scope_of(function)
        if (
            scope is None
            or not isinstance(scope.node, ast.FunctionDef)
            or not self._is_context_manager(function, scope)
        ):
            return None
        yields = [node.value for node in _own_nodes(scope.node) if isinstance(node, ast.Yield)]
        place = _Place(function.path, scope, 0)
        return _agreed(self.value(place, each) if each is not None else None for each in yields)

    def _is_context_manager(self, function: FunctionObject, scope: Scope) -> bool:
        decorators = getattr(scope.node, "decorator_list", [])
        names = [dotted_name(each) for each in decorators]
        found = [self.project.resolve(function.path, name, scope.parent) for name in names if name is not None]
        return any(isinstance(each, External) and each.name in _CONTEXT_MANAGERS for each in found)

    def _scope_of(self, function: FunctionObject) -> Scope | None:
        facts = self.project.facts(function.path)
        described = facts.functions.get(function.qualname) if facts is not None else None
        syntax = self.project.syntax(function.path)
        if described is None or described.definitions != 1 or syntax is None:
            return None
        for scope in syntax.scopes.scopes():
            if scope.kind == "function" and scope.qualname == function.qualname:
                return scope
        return None

    # -- attributes of objects -----------------------------------------------------------------------------------------

    def _attribute_of_self(self, cls: ClassObject, name: str) -> _Made | None:
        return self._once((cls, name), lambda: self._own_attribute(cls, name))

    def _own_attribute(self, cls: ClassObject, name: str) -> _Made | None:
        values = list(self._values_of_attribute(cls, name))
        if values:
            return _agreed(values)
        for base in self.project.ancestors(cls):
            for package, attribute in _EXTERNAL_ATTRIBUTES:
                if isinstance(base, External) and base.name.startswith(package) and name == attribute:
                    text = f"{base.name}.{attribute}"
                    return _both(SessionOrigin("scoped", None, _any_custom(self.project), text))
        return None

    def _values_of_attribute(self, cls: ClassObject, name: str) -> Iterator[_Made | None]:
        """What the classes of the line give the attribute: in their bodies, as a property, and through ``self``."""
        for each, facts in described_line(self.project, cls):
            if name in facts.methods:
                property_of = facts.methods[name].is_property and FunctionObject(each.path, f"{each.qualname}.{name}")
                yield self._returned(property_of) if property_of else None
                return
            scope = scope_inside(self.project, each)
            if scope is None:
                continue
            for binding in scope.bindings.get(name, []):
                if not _is_none(binding.value):
                    yield self._binding(_Place(each.path, scope, 0), name, binding)
            for inner, value in self._assigned_through_self(each, scope, name):
                yield self.value(_Place(each.path, inner, 0), value) if value is not None else None

    def _assigned_through_self(
        self, cls: ClassObject, scope: Scope, name: str
    ) -> Iterator[tuple[Scope, ast.expr | None]]:
        """What ``self.name = value`` gives in the methods of one class; None for the value where it is unpacked."""
        syntax = self.project.syntax(cls.path)
        for node in _stores_below(syntax.scopes, scope, name) if syntax is not None else ():
            if syntax is None or not isinstance(node.value, ast.Name):
                continue
            inner = syntax.scopes.scope_of(node)
            if _class_of_self(_Place(cls.path, inner, 0), node.value.id) != cls:
                continue
            statement = syntax.scopes.statement_of(node)
            plain = isinstance(statement, ast.Assign | ast.AnnAssign) and statement.value is not None
            value = statement.value if plain else None  # type: ignore[attr-defined]
            if value is None or not _is_none(value):
                yield inner, value

    def _method(self, cls: ClassObject, name: str) -> FunctionObject | None:
        for each, facts in described_line(self.project, cls):
            if name in facts.methods:
                plain = not facts.methods[name].is_property
                return FunctionObject(each.path, f"{each.qualname}.{name}") if plain else None
        return None

    # -- parameters ----------------------------------------------------------------------------------------------------

    def _parameter(self, place: _Place, argument: ast.arg) -> _Made | None:
        function = place.scope.node
        if not isinstance(function, FunctionNode):
            return None
        return (
            self._of_type(place, place.scope.parent, argument.annotation, argument.arg)
            or self._provided(place, function, argument.arg)
            or self._passed_by_all_callers(place, function, argument.arg)
            or self._passed_to_method(place, function, argument.arg)
        )

    def _of_type(self, place: _Place, scope: Scope | None, annotation: ast.expr | None, text: str) -> _Made | None:
        for name in _annotation_names(annotation):
            obj = self.project.resolve(place.path, name, scope)
            if isinstance(obj, External) and obj.name in _SESSION_CLASSES | _SCOPED_CLASSES:
                kind = "session" if obj.name in _SESSION_CLASSES else "scoped"
                origin = SessionOrigin(kind, None, _any_custom(self.project), f"{text}: {name}")
                return _session_only(origin) if kind == "session" else _both(origin)
        return None

    def _provided(self, place: _Place, function: FunctionNode, parameter: str) -> _Made | None:
        """A decorator of the project that passes a session for the parameter (``@provide_session``)."""
        for decorator in function.decorator_list:
            name = dotted_name(decorator.func if isinstance(decorator, ast.Call) else decorator)
            obj = self.project.resolve(place.path, name, place.scope.parent) if name is not None else None
            if isinstance(obj, FunctionObject):
                found = self._once((obj, parameter), lambda obj=obj: self._passed_by(obj, parameter))  # type: ignore[misc]
                if found is not None:
                    return found
        return None

    def _passed_by(self, decorator: FunctionObject, parameter: str) -> _Made | None:
        scope = self._scope_of(decorator)
        syntax = self.project.syntax(decorator.path)
        if scope is None or syntax is None:
            return None
        values: list[_Made | None] = []
        for node in ast.walk(scope.node):
            given = (
                _given_for(node, parameter, syntax.scopes.scope_of(node))
                if isinstance(node, ast.stmt | ast.Call)
                else None
            )
            if given is not None:
                values.append(self.value(_Place(decorator.path, syntax.scopes.scope_of(given), 0), given))
        return _agreed(values)

    def _passed_by_all_callers(self, place: _Place, function: FunctionNode, parameter: str) -> _Made | None:
        """What all callers of a module-level function pass, if it has no decorator and is never used but called.

        A test whose argument cannot be told (a fixture of pytest) has no say, as long as the program itself does.
        """
        outer = place.scope.parent
        if place.depth >= MAX_DEPTH or outer is None or outer.parent is not None or function.decorator_list:
            return None
        target = self.project.resolve(place.path, function.name)
        if target != FunctionObject(place.path, function.name):
            return None
        self._open.append((f"{place.path}:{function.name}", parameter))
        try:
            found = self._from_uses(place, function, parameter, target)
        finally:
            self._open.pop()
        return found

    def _from_uses(self, place: _Place, function: FunctionNode, parameter: str, target: FunctionObject) -> _Made | None:
        values: list[_Made | None] = []
        for path in self.project.files_with(function.name.encode()):
            for use in self._uses(path, function.name, target):
                passed = use.passed(function, parameter)
                made = None
                if passed is not None and self._is_open(path, passed, use.scope):
                    continue
                if passed is not None:
                    made = self.value(_Place(path, use.scope, place.depth + 1), passed)
                if made is not None:
                    values.append(made)
                elif not _is_test(path):
                    return None
        return _agreed(values)

    def _passed_to_method(self, place: _Place, function: FunctionNode, parameter: str) -> _Made | None:
        """What is passed at the place of a parameter to every method of that name, whatever the object it is called on.

        The callers of one class's method are among them. A method that is ever taken as a value proves nothing.
        """
        outer = place.scope.parent
        decorators = {dotted_name(each) for each in function.decorator_list}
        if place.depth >= MAX_DEPTH or outer is None or outer.kind != "class" or not decorators <= _METHOD_DECORATORS:
            return None
        names = [each.arg for each in (*function.args.posonlyargs, *function.args.args)]
        name = function.name
        if parameter not in names or (name.startswith("__") and name.endswith("__")):
            return None
        index = names.index(parameter) - (0 if "staticmethod" in decorators else 1)
        self._open.append((name, parameter))
        try:
            return self._from_calls(place, name, parameter, index)
        finally:
            self._open.pop()

    def _is_open(self, path: str, node: ast.expr, scope: Scope) -> bool:
        """Whether the expression is the very parameter that is being asked about, handed on by the function itself."""
        if not isinstance(node, ast.Name):
            return False
        syntax = self.project.syntax(path)
        owner = syntax.scopes.lookup(scope, node.id) if syntax is not None else None
        if owner is None or not isinstance(owner.node, FunctionNode):
            return False
        only_parameter = [each.kind for each in owner.bindings.get(node.id, [])] == ["parameter"]
        is_method = owner.parent is not None and owner.parent.kind == "class"
        name = owner.node.name if is_method else f"{path}:{owner.node.name}"
        return only_parameter and (name, node.id) in self._open

    def _from_calls(self, place: _Place, name: str, parameter: str, index: int) -> _Made | None:
        values: list[_Made | None] = []
        mention = re.compile(rb"\.[\s\\]*" + re.escape(name.encode()) + rb"\b")
        for path in self.project.files_with(name.encode()):
            if not mention.search(self.project.tree.read(path)):
                continue
            syntax = self.project.syntax(path)
            for node in syntax.scopes.nodes() if syntax is not None else ():
                if syntax is None or not isinstance(node, ast.Attribute) or node.attr != name:
                    continue
                call = syntax.scopes.parent(node)
                given = _argument(call, index, parameter) if isinstance(call, ast.Call) and call.func is node else None
                scope = syntax.scopes.scope_of(node)
                if given is not None and self._is_open(path, given, scope):
                    continue
                made = self.value(_Place(path, scope, place.depth + 1), given) if given is not None else None
                if made is not None:
                    values.append(made)
                elif not _is_test(path):
                    return None
        return _agreed(values)

    def _uses(self, path: str, name: str, target: FunctionObject) -> Iterator[_Use]:
        """Every mention of a function in one file, its imports and its definition aside."""
        syntax = self.project.syntax(path) if _has_word(self.project, path, name) else None
        for node in syntax.scopes.nodes() if syntax is not None else ():
            if (
                syntax is not None
                and isinstance(node, ast.alias)
                and node.name == name
                and node.asname not in {None, name}
            ):
                yield _Use(None, syntax.scopes.module_scope)  # under another name it could be used anywhere
            if syntax is None or not isinstance(node, ast.Name | ast.Attribute) or _word(node) != name:
                continue
            scope = syntax.scopes.scope_of(node)
            dotted = dotted_name(node)
            obj = self.project.resolve(path, dotted, scope) if dotted is not None else None
            if obj != target and not (obj is None and self._could_be(path, node, scope)):
                continue
            parent = syntax.scopes.parent(node)
            call = parent if isinstance(parent, ast.Call) and parent.func is node and obj == target else None
            yield _Use(call, scope)

    def _could_be(self, path: str, node: ast.Name | ast.Attribute, scope: Scope) -> bool:
        """Whether a name that could not be told may be the function: no local name, or an attribute of a module."""
        if isinstance(node, ast.Name):
            owner = scope.lookup(node.id)
            return owner is None or owner.parent is None
        owner_name = dotted_name(node.value)
        holder = self.project.resolve(path, owner_name, scope) if owner_name is not None else None
        return isinstance(holder, ModuleObject)


def _is_test(path: str) -> bool:
    parts = path.split("/")
    return "tests" in parts or "test" in parts or parts[-1].startswith(("test_", "conftest"))


def _argument(call: ast.Call, index: int, name: str) -> ast.expr | None:
    """The argument of a call by place or name; None where there is none or it cannot be told."""
    if any(isinstance(each, ast.Starred) for each in call.args) or any(each.arg is None for each in call.keywords):
        return None
    by_name = next((each.value for each in call.keywords if each.arg == name), None)
    return by_name or (call.args[index] if 0 <= index < len(call.args) else None)


@dataclass(frozen=True, slots=True)
class _Use:
    """One mention of a function; ``call`` is None where it is used as a value."""

    call: ast.Call | None
    scope: Scope

    def passed(self, function: FunctionNode, parameter: str) -> ast.expr | None:
        """The argument for a parameter; None where there is none or it cannot be told."""
        if self.call is None or any(isinstance(each, ast.Starred) for each in self.call.args):
            return None
        if any(each.arg is None for each in self.call.keywords):
            return None
        for keyword in self.call.keywords:
            if keyword.arg == parameter:
                return keyword.value
        names = [each.arg for each in (*function.args.posonlyargs, *function.args.args)]
        index = names.index(parameter) if parameter in names else len(self.call.args)
        return self.call.args[index] if index < len(self.call.args) else None


# --- sessions and what makes them ---


def _of_database(database: Database) -> SessionOrigin:
    return SessionOrigin("flask-sqlalchemy", database, database.custom_query, f"{database.variable.name}.session")


def _both(origin: SessionOrigin) -> _Made:
    return _Made(origin, is_session=True, makes_sessions=True)


def _session_only(origin: SessionOrigin) -> _Made:
    return _Made(origin, is_session=True, makes_sessions=False)


def _called(made: _Made) -> _Made:
    return _session_only(made.origin)


def _agreed(values: Iterable[_Made | None]) -> _Made | None:
    """What all values are; None when one is not known. A query of its own in one counts for all."""
    found = list(values)
    known = [each for each in found if each is not None]
    if not known or len(known) < len(found):
        return None
    first = known[0]
    if any((each.origin.kind, each.origin.database) != (first.origin.kind, first.origin.database) for each in known):
        first = replace(first, origin=replace(first.origin, kind="session", database=None))
    custom = next((each.origin.custom_query for each in known if each.origin.custom_query), "")
    return _Made(
        replace(first.origin, custom_query=custom),
        is_session=all(each.is_session for each in known),
        makes_sessions=all(each.makes_sessions for each in known),
    )


@remembered
def _any_custom(project: Project) -> str:
    """Empty, or why some session of the project may have a query of its own, for sessions of unknown origin."""
    for database in databases(project):
        if database.custom_query:
            return database.custom_query
    for path in project.mentioning("query_cls"):
        return f"{path} has sessions with a query class of their own"
    return ""


# --- syntax ---


def _is_none(node: ast.expr | None) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _word(node: ast.Name | ast.Attribute) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr


def _stores_below(scopes: FileScopes, scope: Scope, name: str) -> list[ast.Attribute]:
    """Every ``x.name`` inside a scope that is assigned to, those that are less deep first."""
    found: list[tuple[int, ast.Attribute]] = []
    for node in scopes.stores(name):
        for depth, holder in enumerate(scopes.ancestors(node)):
            if holder is scope.node:
                found.append((depth, node))
    return [node for _, node in sorted(found, key=lambda each: each[0])]


def _has_word(project: Project, path: str, name: str) -> bool:
    """Whether a file of the project that parses holds the name as a whole word."""
    if project.facts(path) is None:
        return False
    return re.search(rb"\b" + re.escape(name.encode()) + rb"\b", project.tree.read(path)) is not None


def _own_nodes(function: ast.AST) -> Iterator[ast.AST]:
    """The nodes of a function's body, nested functions, classes and lambdas aside."""
    waiting: list[ast.AST] = list(getattr(function, "body", []))
    while waiting:
        node = waiting.pop(0)
        yield node
        if not isinstance(node, FunctionNode | ast.ClassDef | ast.Lambda):
            waiting = [*ast.iter_child_nodes(node), *waiting]


def _falls_to_return(function: ast.AST) -> bool:
    """Whether the body cannot run off its end, which would return None."""
    return _ends(getattr(function, "body", []))


def _ends(body: list[ast.stmt]) -> bool:
    last = body[-1] if body else None
    if isinstance(last, ast.Return | ast.Raise):
        return True
    if isinstance(last, ast.If):
        return _ends(last.body) and _ends(last.orelse)
    if isinstance(last, ast.With):
        return _ends(last.body)
    if isinstance(last, ast.Try):
        return _ends(last.finalbody) or (
            _ends(last.orelse or last.body) and all(_ends(each.body) for each in last.handlers)
        )
    return False


def _class_of_self(place: _Place, name: str) -> ClassObject | None:
    """The class whose method ``place`` is in, if ``name`` is the method's first parameter."""
    owner = place.scope.lookup(name)
    if (
        owner is None
        or not isinstance(owner.node, FunctionNode)
        or owner.parent is None
        or owner.parent.kind != "class"
    ):
        return None
    arguments = [*owner.node.args.posonlyargs, *owner.node.args.args]
    static = any(dotted_name(each) == "staticmethod" for each in owner.node.decorator_list)
    if static or not arguments or arguments[0].arg != name or len(owner.bindings.get(name, [])) != 1:
        return None
    return ClassObject(place.path, owner.parent.qualname)


def _annotation_names(annotation: ast.expr | None) -> list[str]:
    """Dotted names in an annotation: ``Session``, ``"Session"``, ``Optional[Session]``, ``Session | None``."""
    if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
        try:
            annotation = ast.parse(annotation.value, mode="eval").body
        except SyntaxError:
            return []
    if isinstance(annotation, ast.Subscript) and (dotted_name(annotation.value) or "").endswith("Optional"):
        return _annotation_names(annotation.slice)
    if isinstance(annotation, ast.Subscript):
        return _annotation_names(annotation.value)
    if isinstance(annotation, ast.BinOp) and isinstance(annotation.op, ast.BitOr):
        sides = [each for each in (annotation.left, annotation.right) if not _is_none(each)]
        return _annotation_names(sides[0]) if len(sides) == 1 else []
    name = dotted_name(annotation) if annotation is not None else None
    return [name] if name is not None else []


def _given_for(node: ast.AST, parameter: str, scope: Scope) -> ast.expr | None:
    """The value of ``kwargs["parameter"] = value`` or of ``function(..., parameter=value)``."""
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Subscript):
        key: ast.expr | None = node.targets[0].slice
        if isinstance(key, ast.Name):
            owner = scope.lookup(key.id)
            bindings = owner.bindings.get(key.id, []) if owner is not None else []
            key = bindings[0].value if len(bindings) == 1 else None
        return node.value if isinstance(key, ast.Constant) and key.value == parameter else None
    if isinstance(node, ast.Call):
        return next((each.value for each in node.keywords if each.arg == parameter), None)
    return None
