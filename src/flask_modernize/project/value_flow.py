"""What the values of expressions are, followed through names, parameters, attributes and calls of a whole project.

:class:`ValueFlow` knows where a value comes from: every binding of a name, what every caller passes for a parameter,
everything that is ever assigned to an attribute. A subclass knows which values it is after, and what they have in
common. Nothing is known of a value unless it is known of every place that it may come from.

Values that only go round in a circle (functions that hand a parameter on to each other) come from nowhere: the circle
is whatever comes in from outside of it.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import chain, islice
from operator import itemgetter
from typing import TYPE_CHECKING, Generic, TypeVar
from weakref import ref

from flask_modernize.facts.sketch import dotted_name
from flask_modernize.project.attribute_values import (
    Store,
    defining_bodies,
    defining_body,
    is_property,
    sets_attributes_by_name,
    stores_from_outside,
    stores_through_self,
)
from flask_modernize.project.callers import Rank, class_of_self, may_share_instances, passed_values
from flask_modernize.project.class_lines import class_facts, class_line, class_scope, described_line, family
from flask_modernize.project.fixtures import given_by_fixture
from flask_modernize.project.function_results import returned_values, scope_of_function, yielded_values
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
from flask_modernize.project.parsed import GLOBALS, saying
from flask_modernize.project.test_paths import is_test_path

if TYPE_CHECKING:
    from flask_modernize.project.project import Project
    from flask_modernize.project.scopes import LocalBinding, Scope
    from flask_modernize.project.syntax import Syntax

Answer = TypeVar("Answer")
FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef

MAX_DEPTH = 40
"""How many names, parameters and attributes a value is followed through."""

_APPLICATION_GLOBALS = "flask.g."
_ABOUT_A_LOCAL_NAME = 4
"""How many parts such a question has: path, qualified name of the scope, its place, the name."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an expression is evaluated."""

    path: str
    scope: Scope


class Nothing(Enum):
    """No value at all: only None, or only what is being asked about itself."""

    NOTHING = "nothing"


NOTHING = Nothing.NOTHING


class ValueFlow(Generic[Answer]):
    """Follows values over one project, and remembers what it found.

    ``None`` is the answer where something is not known. Subclasses say with :meth:`tell` and :meth:`tell_object` what
    an expression or an object is by itself, and with :meth:`agree` what several known values have in common.
    """

    def __init__(self, project: Project) -> None:
        # A strong reference here would keep every project alive for as long as it is remembered.
        self._project = ref(project)
        self._known: dict[object, Answer | Nothing | None] = {}
        self._told = 0
        """How many of those that are known were news already."""
        self._lent: dict[object, Answer | Nothing | None] = {}
        self._touched: Collection[str] = ()
        """Files in which what is lent stands on other lines."""
        self._active: dict[object, int] = {}
        self._provisional: dict[object, tuple[Answer | Nothing | None, int]] = {}
        self._reach = MAX_DEPTH
        """The lowest of the active questions that what was found since then takes for granted."""

    @property
    def project(self) -> Project:
        project = self._project()
        assert project is not None  # whoever asks holds it
        return project

    # -- what others know ----------------------------------------------------------------------------------------------

    def news(self) -> dict[object, Answer | Nothing | None]:
        """What it came to know since it was last asked."""
        found = dict(islice(self._known.items(), self._told, None))
        self._told = len(self._known)
        return found

    def told(self, news: dict[object, Answer | Nothing | None]) -> None:
        """Takes over what its like found out in another process."""
        self._known.update(news)
        self._told = len(self._known)

    def lend(self, other: ValueFlow[Answer], touched: Collection[str]) -> None:
        """Gives what it knows to its like for a project in which nothing else than the files of ``touched`` changed."""
        other._touched = touched
        twice = set()
        for question, answer in self._known.items():
            known_as = other._known_as(question)
            if known_as in other._lent and known_as != question:
                twice.add(known_as)  # two functions of one name
            other._lent[known_as] = answer
        for known_as in twice:
            del other._lent[known_as]

    def _known_as(self, question: object) -> object:
        """A question as it is lent: about a name of a function on whatever line, where the lines are others now."""
        if isinstance(question, tuple) and len(question) == _ABOUT_A_LOCAL_NAME and question[0] in self._touched:
            return ("local name", question[0], question[1], question[3])
        return question

    # -- what a subclass says ------------------------------------------------------------------------------------------

    def tell(self, place: Place, node: ast.expr) -> Answer | Nothing | None:
        """What an expression is by itself, whatever its value comes from.

        ``NOTHING`` where it is made of a value that only goes round in a circle (``query = query.filter(...)``).
        """
        raise NotImplementedError

    def tell_object(self, obj: Object) -> Answer | None:
        """What something that has a name is by itself."""
        raise NotImplementedError

    def tell_type(self, place: Place, annotation: ast.expr, name: str) -> Answer | None:
        """What an annotation of ``name`` says that its values are."""
        return None

    def tell_library(self, cls: str, attribute: str) -> Answer | None:
        """What a (dotted) attribute of the objects of a library's class is, by the full name of the class."""
        return None

    def tell_entered(self, place: Place, node: ast.expr) -> Answer | None:
        """What ``with node as name`` binds to the name."""
        return None

    def tell_item(self, place: Place, node: ast.expr) -> Answer | None:
        """What ``for name in node`` binds to the name."""
        return None

    def tell_added(self, place: Place, node: ast.AugAssign) -> Answer | None:
        """What a name is after ``name += value``."""
        return None

    def agree(self, found: list[Answer]) -> Answer | None:
        """What all values are; there is at least one."""
        raise NotImplementedError

    # -- expressions ---------------------------------------------------------------------------------------------------

    def value(self, place: Place, node: ast.expr) -> Answer | None:
        """What an expression is, or None when that cannot be told."""
        found = self.flow(place, node)
        return None if found is NOTHING else found

    def flow(self, place: Place, node: ast.expr) -> Answer | Nothing | None:
        """The same, where it makes a difference that there is no value at all."""
        if _is_none(node):
            return NOTHING
        told = self.tell(place, node)
        if told is not None:
            return told
        if isinstance(node, ast.Name):
            return self._name(place, node)
        if isinstance(node, ast.Attribute):
            return self._attribute(place, node)
        if isinstance(node, ast.Call):
            return self._call(place, node)
        if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.Or):
            return self._join(self.flow(place, each) for each in node.values)
        if isinstance(node, ast.IfExp):
            return self._join(self.flow(place, each) for each in (node.body, node.orelse))
        return self.flow(place, node.value) if isinstance(node, ast.NamedExpr) else None

    def of_object(self, obj: Object) -> Answer | Nothing | None:
        """What something that has a name is."""
        told = self.tell_object(obj)
        if told is not None:
            return told
        if isinstance(obj, Variable):
            return self._module_variable(obj.path, obj.name)
        if isinstance(obj, Member) and isinstance(obj.of, ClassObject):
            return self.attribute(obj.of, obj.name)
        if isinstance(obj, External) and obj.name.startswith(_APPLICATION_GLOBALS):
            return self._once(obj, lambda: self._attribute_of_g(obj))
        return None

    def callee(self, place: Place, function: ast.expr) -> Object | None:
        """What a dotted expression names."""
        dotted = dotted_name(function)
        return self.project.resolve(place.path, dotted, place.scope) if dotted is not None else None

    # -- from many places to one answer --------------------------------------------------------------------------------

    def _join(self, values: Iterable[Answer | Nothing | None]) -> Answer | Nothing | None:
        known: list[Answer] = []
        for each in values:
            if each is None:
                return None
            if not isinstance(each, Nothing):
                known.append(each)
        return self.agree(known) if known else NOTHING

    def _once(self, question: object, answer: Callable[[], Answer | Nothing | None]) -> Answer | Nothing | None:
        """Answers a question once. One that leads back to itself is answered by what comes in from elsewhere.

        Until the question that it leads back to is answered, such an answer is kept only for that one's sake.
        """
        if question in self._known:
            return self._known[question]
        if self._lent:
            known_as = self._known_as(question)
            if known_as in self._lent:
                return self._lent[known_as]
        if question in self._active:
            self._reach = min(self._reach, self._active[question])
            return NOTHING
        if question in self._provisional:
            found, reach = self._provisional[question]
            self._reach = min(self._reach, reach)
            return found
        place = len(self._active)
        if place >= MAX_DEPTH:
            self._reach = 0
            return None
        before, self._reach = self._reach, MAX_DEPTH
        self._active[question] = place
        try:
            found = answer()
        finally:
            del self._active[question]
            reach, self._reach = self._reach, before
        self._keep(question, found, place, reach)
        return found

    def _keep(self, question: object, found: Answer | Nothing | None, place: int, reach: int) -> None:
        if reach >= place or place == 0:
            self._known[question] = found
            self._provisional = {each: kept for each, kept in self._provisional.items() if kept[1] < place}
        else:
            self._provisional[question] = (found, reach)
            self._reach = min(self._reach, reach)

    # -- names ---------------------------------------------------------------------------------------------------------

    def _name(self, place: Place, node: ast.Name) -> Answer | Nothing | None:
        owner = place.scope.lookup(node.id)
        if owner is not None and owner.parent is not None:
            where = (getattr(owner.node, "lineno", 0), getattr(owner.node, "col_offset", 0))
            question = (place.path, owner.qualname, where, node.id)  # the node itself would keep the file in memory
            return self._once(question, lambda: self._local(Place(place.path, owner), node.id))
        obj = self.project.resolve(place.path, node.id)
        return self.of_object(obj) if obj is not None else self._module_variable(place.path, node.id)

    def _local(self, place: Place, name: str) -> Answer | Nothing | None:
        """A name of a function or class: every binding must be known."""
        if place.scope.is_bound_inside(name):
            return None
        bindings = place.scope.bindings.get(name, [])
        return self._join(self._binding(place, name, each, len(bindings) == 1) for each in bindings)

    def _binding(self, place: Place, name: str, binding: LocalBinding, alone: bool) -> Answer | Nothing | None:
        typed = self._typed(place, name, binding)
        if typed is not None:
            return typed
        if binding.kind == "assign" and binding.value is not None:
            return self.flow(place, binding.value)
        if binding.kind == "import":
            obj = self.project.resolve(place.path, name, place.scope)
            return self.of_object(obj) if obj is not None else None
        if binding.kind == "parameter" and isinstance(binding.node, ast.arg):
            return self._parameter(place, binding.node, alone)
        if isinstance(binding.node, ast.With | ast.AsyncWith):
            for item in binding.node.items:
                if isinstance(item.optional_vars, ast.Name) and item.optional_vars.id == name:
                    return self._entered(place, item.context_expr)
        if isinstance(binding.node, ast.AugAssign):
            return self.tell_added(place, binding.node)
        for loop in _loops(binding.node):
            if isinstance(loop.target, ast.Name) and loop.target.id == name:
                return self.tell_item(Place(place.path, place.scope.file().scope_of(loop.iter)), loop.iter)
        return None

    def _typed(self, place: Place, name: str, binding: LocalBinding) -> Answer | None:
        """What the annotation of a variable says."""
        node = binding.node
        return self.tell_type(place, node.annotation, name) if isinstance(node, ast.AnnAssign) else None

    def _module_variable(self, path: str, name: str) -> Answer | Nothing | None:
        """A module's variable, functions that assign it after ``global`` included."""
        syntax = self.project.excerpt(path, GLOBALS)
        if syntax is None or name not in syntax.scopes.module_scope.bindings:
            return None
        return self._once((path, name), lambda: self._join(self._module_values(path, name)))

    def _module_values(self, path: str, name: str) -> Iterator[Answer | Nothing | None]:
        syntax = self.project.excerpt(path, GLOBALS)
        assert syntax is not None
        for binding in syntax.scopes.module_scope.bindings.get(name, []):
            value, where = binding.value, syntax.scopes.module_scope
            if binding.kind == "other" and isinstance(binding.node, ast.Assign | ast.AnnAssign):
                value, where = binding.node.value, syntax.scopes.scope_of(binding.node)
            elif isinstance(binding.node, ast.With | ast.AsyncWith):
                yield self._binding(Place(path, where), name, binding, False)
                continue
            elif binding.kind != "assign":
                yield None
                return
            typed = self._typed(Place(path, where), name, binding)
            if typed is not None:
                yield typed
            elif value is not None:
                yield self.flow(Place(path, where), value)
        for store in stores_from_outside(self.project, name):
            if self.callee(Place(store.path, store.scope), store.receiver) == ModuleObject(path):
                stored = self._stored(store)
                if stored is not None or not is_test_path(store.path):
                    yield stored

    def _attribute_of_g(self, obj: External) -> Answer | Nothing | None:
        """What every ``g.name = value`` of the project gives; None when ``g.name`` is bound in any other way."""
        return self._join(self._values_of_g(obj, obj.name.removeprefix(_APPLICATION_GLOBALS)))

    def _values_of_g(self, obj: External, name: str) -> Iterator[Answer | Nothing | None]:
        for path in self.project.indexed_paths():
            if b"." + name.encode() not in self.project.content(path):
                continue
            syntax = self.project.excerpt(path, saying(name))
            for node in syntax.scopes.stores(name) if syntax is not None else ():
                assert syntax is not None
                scope = syntax.scopes.scope_of(node)
                if self.project.resolve(path, dotted_name(node) or "", scope) != obj:
                    continue
                statement = syntax.scopes.statement_of(node)
                plain = isinstance(statement, ast.Assign) and node in statement.targets
                yield self.flow(Place(path, scope), statement.value) if plain else None  # type: ignore[attr-defined]

    # -- attributes of objects -----------------------------------------------------------------------------------------

    def _attribute(self, place: Place, node: ast.Attribute) -> Answer | Nothing | None:
        obj = self.callee(place, node)
        if obj is not None:
            return self.of_object(obj)
        holder = self.callee(place, node.value)
        if isinstance(holder, ModuleObject):
            return self._module_variable(holder.path, node.attr)
        cls = self.class_of(place, node.value)
        return self.attribute(cls, node.attr) if cls is not None else None

    def class_of(self, place: Place, node: ast.expr) -> ClassObject | None:
        """The class of the project that an object is of: ``self``, or what is made, annotated or kept in one place."""
        if isinstance(node, ast.Name):
            own = class_of_self(place.path, place.scope, node.id)
            if own is not None:
                return own
        return self._classes().value(place, node)

    def _classes(self) -> ValueFlow[ClassObject]:
        return _instances(self.project)

    def attribute(self, cls: ClassObject, name: str) -> Answer | Nothing | None:
        """What an attribute of the objects of a class is, and of the class itself."""
        return self._once((cls, name), lambda: self._own_attribute(cls, name))

    def _own_attribute(self, cls: ClassObject, name: str) -> Answer | Nothing | None:
        told = self._told_of_own(cls, name)
        if told is not None:
            return told
        values = self.values_of_attribute(cls, name)
        first = next(values, None)
        return self._join(chain((first,), values)) if first is not None else None

    def told_by_library(self, place: Place, node: ast.Attribute) -> Answer | None:
        """What ``self.attribute`` is where the class inherits it from a library's, and nothing else is given to it."""
        name, _, attribute = (dotted_name(node) or "").partition(".")
        cls = class_of_self(place.path, place.scope, name) if attribute else None
        for each in (cls, *self.project.ancestors(cls)) if cls is not None else ():
            if isinstance(each, ClassObject):
                told = self._told_of_own(each, attribute)
            else:
                told = self.tell_library(each.name, attribute) if isinstance(each, External) else None
                if told is not None and cls is not None and self._gives(cls, attribute.partition(".")[0]):
                    return None
            if told is not None:
                return told
        return None

    def _told_of_own(self, cls: ClassObject, attribute: str) -> Answer | None:
        """What a library says of its own class, when the library is the project."""
        return self.tell_library(f"{self.project.module_name(cls.path)}.{cls.qualname}", attribute)

    def _gives(self, cls: ClassObject, name: str) -> bool:
        """Whether the project itself gives something to an attribute that its class inherits from a library."""
        if next(defining_bodies(self.project, cls, name), None) is not None:
            return True
        return next(iter(self.values_of_attribute(cls, name)), self) is not self

    def values_of_attribute(self, cls: ClassObject, name: str) -> Iterator[Answer | Nothing | None]:
        """What the classes of the line and their subclasses give the attribute, and what others assign to it."""
        bodies: set[ClassObject] = set()
        assigning: set[ClassObject] = set()
        for each in family(self.project, cls):
            body = defining_body(self.project, each, name)
            if body is not None and body not in bodies:
                bodies.add(body)
                yield self._once(("body", body, name), lambda body=body: self._in_body(body, name))  # type: ignore[misc]
            if is_property(self.project, body, name):
                continue
            for other, _ in described_line(self.project, each):
                if other not in assigning:
                    assigning.add(other)
                    yield from self._assigned_in(other, name)
        yield from self._stored_from_outside(cls, name)

    def _assigned_in(self, cls: ClassObject, name: str) -> Iterator[Answer | Nothing | None]:
        """What the methods of one class assign to an attribute of its objects."""
        if sets_attributes_by_name(self.project, cls):
            yield None
        for store in stores_through_self(self.project, cls, name):
            yield self._stored(store)

    def _stored_from_outside(self, cls: ClassObject, name: str) -> Iterator[Answer | Nothing | None]:
        """What others assign to the attribute. Tests, which have no say where it cannot be told, come last."""
        values: list[tuple[str, Answer | Nothing]] = []
        for store in stores_from_outside(self.project, name):
            if self._may_be_stored_on(store, cls):
                stored = self._stored(store)
                if stored is not None:
                    values.append((store.path, stored))
                elif not is_test_path(store.path):
                    yield None
                    return
        values.sort(key=itemgetter(0))
        yield from (stored for _, stored in values)

    def _in_body(self, cls: ClassObject, name: str) -> Answer | Nothing | None:
        """What the body of one class gives an attribute."""
        facts = class_facts(self.project, cls)
        if facts is not None and name in facts.methods:
            return (
                self.returned(FunctionObject(cls.path, f"{cls.qualname}.{name}"))
                if facts.methods[name].is_property
                else None
            )
        scope = class_scope(self.project, cls)
        if scope is None:
            return None
        place = Place(cls.path, scope)
        bindings = scope.bindings.get(name, [])
        annotated = (each for each in bindings if isinstance(each.node, ast.AnnAssign))
        if self._may_have_made_constructor(cls) and any(self._typed(place, name, each) is None for each in annotated):
            return None
        return self._join(self._binding(place, name, each, False) for each in bindings)

    def _may_have_made_constructor(self, cls: ClassObject) -> bool:
        """Whether a constructor that is written nowhere may assign annotated attributes (dataclasses and the like)."""
        facts = class_facts(self.project, cls)
        others = (each for each in self.project.ancestors(cls) if not isinstance(each, ClassObject))
        return facts is None or bool(facts.decorators) or any(each != External("object") for each in others)

    def _stored(self, store: Store) -> Answer | Nothing | None:
        return self.flow(Place(store.path, store.scope), store.value) if store.value is not None else None

    def _may_be_stored_on(self, store: Store, cls: ClassObject) -> bool:
        """Whether an assignment from outside may be to an object of the class, or to the class."""
        place = Place(store.path, store.scope)
        obj = self.callee(place, store.receiver)
        if isinstance(obj, ModuleObject | External):
            return False
        receiver = obj if isinstance(obj, ClassObject) else self.class_of(place, store.receiver)
        if receiver is not None:
            return may_share_instances(self.project, receiver, cls)
        binding = self.project.binding(obj) if isinstance(obj, Variable) else None
        made = binding.value if binding is not None else None
        if made is not None and made[0] == "call" and made[1][0] == "name":
            assert isinstance(obj, Variable)
            return not isinstance(self.project.resolve(obj.path, made[1][1]), External)
        return True

    # -- functions -----------------------------------------------------------------------------------------------------

    def _call(self, place: Place, node: ast.Call) -> Answer | Nothing | None:
        obj = self.callee(place, node.func)
        if isinstance(obj, FunctionObject):
            return self.returned(obj)
        if obj is not None or not isinstance(node.func, ast.Attribute):
            return None
        cls = self.class_of(place, node.func.value)
        return self._join(self._results_of_method(cls, node.func.attr)) if cls is not None else None

    def _results_of_method(self, cls: ClassObject, name: str) -> Iterator[Answer | Nothing | None]:
        """What the method gives, for objects of the class and of its subclasses."""
        method = self.method(cls, name)
        yield self.returned(method) if method is not None else None
        for each in self.project.subclasses(cls):
            facts = class_facts(self.project, each)
            if facts is not None and name in facts.methods:
                yield self.returned(FunctionObject(each.path, f"{each.qualname}.{name}"))

    def method(self, cls: ClassObject, name: str) -> FunctionObject | None:
        """The method that an object of the class has under a name, if it is one of the project."""
        for each in class_line(self.project, cls):
            facts = class_facts(self.project, each) if isinstance(each, ClassObject) else None
            if facts is not None and isinstance(each, ClassObject) and name in facts.methods:
                plain = not facts.methods[name].is_property
                return FunctionObject(each.path, f"{each.qualname}.{name}") if plain else None
        return None

    def returned(self, function: FunctionObject) -> Answer | Nothing | None:
        """What every ``return`` of a function of the project gives."""
        return self._once(function, lambda: self._results(function))

    def _results(self, function: FunctionObject) -> Answer | Nothing | None:
        scope = scope_of_function(self.project, function)
        values = returned_values(self.project, function, scope) if scope is not None else None
        if scope is None or values is None:
            return None
        place = Place(function.path, scope)
        return self._join(None if _is_none(each) else self.flow(place, each) for each in values)

    def _entered(self, place: Place, node: ast.expr) -> Answer | Nothing | None:
        """What ``with node as name`` binds to the name."""
        told = self.tell_entered(place, node)
        if told is not None or not isinstance(node, ast.Call):
            return told
        function = self.callee(place, node.func)
        if function is None and isinstance(node.func, ast.Attribute):
            cls = self.class_of(place, node.func.value)
            function = self.method(cls, node.func.attr) if cls is not None else None
        if not isinstance(function, FunctionObject):
            return None
        return self._once(("yielded", function), lambda: self._yielded(function))

    def _yielded(self, function: FunctionObject) -> Answer | Nothing | None:
        """What a ``@contextmanager`` of the project yields."""
        scope = scope_of_function(self.project, function)
        values = yielded_values(self.project, function, scope) if scope is not None else None
        if scope is None or not values:
            return None
        place = Place(function.path, scope)
        return self._join(None if _is_none(each) else self.flow(place, each) for each in values)

    # -- parameters ----------------------------------------------------------------------------------------------------

    def _parameter(self, place: Place, argument: ast.arg, alone: bool) -> Answer | Nothing | None:
        """What a parameter is by its annotation, by a decorator that passes it, or by what every caller passes.

        None that is passed for it says something only where nothing else could be in the parameter (``alone``).
        """
        function = place.scope.node
        if not isinstance(function, FunctionNode):
            return None
        if argument.annotation is not None and place.scope.parent is not None:
            around = Place(place.path, place.scope.parent)
            typed = self.tell_type(around, argument.annotation, argument.arg)
            if typed is not None:
                return typed
        provided = self._provided(place, function, argument.arg)
        given = given_by_fixture(self.project, place.path, function, argument.arg) if provided is None else None
        if given is not None:
            syntax, values = given
            question = (syntax.path, "fixture", argument.arg)
            return self._once(question, lambda: self._given(syntax, values))
        return provided or self._passed(place, argument.arg, alone)

    def _given(self, syntax: Syntax, values: list[ast.expr]) -> Answer | Nothing | None:
        """What all of the expressions are."""
        return self._join(self.flow(Place(syntax.path, syntax.scopes.scope_of(each)), each) for each in values)

    def _passed(self, place: Place, parameter: str, alone: bool) -> Answer | Nothing | None:
        """What all callers pass; a test whose argument cannot be told has no say, as long as the program does."""
        values: list[tuple[tuple[Rank, str], Answer | Nothing]] = []
        for passed in passed_values(self.project, place.path, place.scope, parameter):
            value = passed.value
            absent = value is not None and _is_none(value)
            if value is None or (absent and alone):
                found: Answer | Nothing | None = None
            else:
                found = self.flow(Place(passed.path, passed.scope), value)
            if found is not None:
                values.append((passed.order, found))
            elif not is_test_path(passed.path):
                return None
        values.sort(key=itemgetter(0))
        return self._join(found for _, found in values) if values else None

    def _provided(self, place: Place, function: FunctionNode, parameter: str) -> Answer | None:
        """What a decorator of the project passes for the parameter (``@provide_session``)."""
        for decorator in function.decorator_list:
            name = dotted_name(decorator.func if isinstance(decorator, ast.Call) else decorator)
            obj = self.project.resolve(place.path, name, place.scope.parent) if name is not None else None
            if isinstance(obj, FunctionObject):
                found = self._once((obj, parameter), lambda obj=obj: self._passed_by(obj, parameter))  # type: ignore[misc]
                if found is not None and not isinstance(found, Nothing):
                    return found
        return None

    def _passed_by(self, decorator: FunctionObject, parameter: str) -> Answer | Nothing | None:
        scope = scope_of_function(self.project, decorator) if self._may_pass(decorator, parameter) else None
        if scope is None:
            return None
        scopes = scope.file()
        values: list[Answer | Nothing | None] = []
        for node in ast.walk(scope.node):
            if isinstance(node, ast.stmt | ast.Call):
                given = _given_for(node, parameter, scopes.scope_of(node))
                if given is not None:
                    values.append(self.flow(Place(decorator.path, scopes.scope_of(given)), given))
        return self._join(values) if values else None

    def _may_pass(self, decorator: FunctionObject, parameter: str) -> bool:
        """Whether a decorator says the name of a parameter, or its file has it as a key."""
        facts, word = self.project.facts(decorator.path), parameter.encode()
        described = facts.functions.get(decorator.qualname) if facts is not None else None
        if described is None or any(quote + word + quote in self.project.content(decorator.path) for quote in _QUOTES):
            return True
        return word in self.project.lines(decorator.path, described.line, described.end_line)


class _Instances(ValueFlow[ClassObject]):
    """Which class of the project objects are of (or of a subclass): what they are made with, or annotated as."""

    def tell(self, place: Place, node: ast.expr) -> ClassObject | None:
        if isinstance(node, ast.Name):
            return class_of_self(place.path, place.scope, node.id)
        made = self.callee(place, node.func) if isinstance(node, ast.Call) else None
        return made if isinstance(made, ClassObject) else None

    def tell_object(self, obj: Object) -> ClassObject | None:
        return None

    def tell_type(self, place: Place, annotation: ast.expr, name: str) -> ClassObject | None:
        obj = self.callee(place, annotation)
        return obj if isinstance(obj, ClassObject) else None

    def agree(self, found: list[ClassObject]) -> ClassObject | None:
        return found[0] if all(each == found[0] for each in found) else None

    def _classes(self) -> ValueFlow[ClassObject]:
        return self


@remembered
def _instances(project: Project) -> _Instances:
    return _Instances(project)


# --- syntax ---


def _is_none(node: ast.expr | None) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


_QUOTES = (b"'", b'"')
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def _loops(node: ast.AST) -> Sequence[ast.For | ast.AsyncFor | ast.comprehension]:
    if isinstance(node, ast.For | ast.AsyncFor | ast.comprehension):
        return (node,)
    return node.generators if isinstance(node, _COMPREHENSIONS) else ()


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
