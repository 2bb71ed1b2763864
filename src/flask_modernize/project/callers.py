"""What the calls of a function of the project pass for one of its parameters, over the whole program.

A function that is taken as a value, decorated or called in a way that cannot be told has callers that nobody sees: then
what it is passed is unknown. A call that could not bind to the parameters raises ``TypeError`` before the function is
entered, so it passes nothing.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_modernize.facts.sketch import dotted_name
from flask_modernize.project.class_lines import class_facts, class_line, family
from flask_modernize.project.memory import remembered_about
from flask_modernize.project.name_texts import call_texts, may_be_called
from flask_modernize.project.objects import (
    ClassObject,
    External,
    FunctionObject,
    Member,
    ModuleObject,
    Object,
    Variable,
)
from flask_modernize.project.parsed import saying
from flask_modernize.project.test_paths import is_test_path

if TYPE_CHECKING:
    from flask_modernize.project.project import Project
    from flask_modernize.project.scopes import FileScopes, Scope
    from flask_modernize.project.syntax import Syntax

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef


Rank = tuple[int, str, str]
"""The place of a class among those of which the objects may be: itself, those below it by path and name."""
_FIRST: Rank = (0, "", "")


@dataclass(frozen=True, slots=True)
class Passed:
    """What one call passes. ``value`` stands in ``scope`` of ``path``; None where it cannot be told."""

    path: str
    scope: Scope
    value: ast.expr | None
    order: tuple[Rank, str]
    """Where it belongs among the others: they come in the order in which they are found."""


def passed_values(project: Project, path: str, scope: Scope, parameter: str) -> Iterator[Passed]:
    """What every call passes for a parameter of the function that opens ``scope``.

    The calls of tests come last, and before them those of other files than its own: they are not looked for as long as
    nobody asks for them.

    An unknown value is among them where the function could have callers that are not found.
    """
    function, outer = scope.node, scope.parent
    if not isinstance(function, FunctionNode) or outer is None:
        yield Passed(path, scope, None, (_FIRST, path))
        return
    gathered = (function.args.vararg, function.args.kwarg)
    if any(each is not None and each.arg == parameter for each in gathered) or (
        outer.kind != "class" and function.decorator_list
    ):
        yield Passed(path, outer, None, (_FIRST, path))
        return
    for in_tests in (False, True):
        target = _Target(project, path, scope, function, parameter, in_tests)
        if outer.kind == "class":
            yield from _of_method(target) if function.name != "__init__" else _of_constructor(target)
        elif outer.parent is None:
            yield from _of_function(target)
        elif is_test_path(path) == in_tests:
            yield from _of_nested(target, outer)


@dataclass(frozen=True, slots=True)
class _Target:
    """The parameter that is asked about, and the function that has it."""

    project: Project
    path: str
    scope: Scope
    function: FunctionNode
    parameter: str
    in_tests: bool
    """Whether the calls of tests are looked for, or those of everything else."""

    @property
    def name(self) -> str:
        return self.function.name

    @property
    def object(self) -> FunctionObject:
        return FunctionObject(self.path, self.scope.qualname)

    def counts(self, path: str) -> bool:
        """Whether the calls of a file are looked for."""
        return is_test_path(path) == self.in_tests

    def unknown(self, path: str, scope: Scope, rank: Rank = _FIRST) -> Passed:
        return Passed(path, scope, None, (rank, path))

    def by(self, path: str, scope: Scope, call: ast.Call, bound: int, rank: Rank = _FIRST) -> Iterator[Passed]:
        """What a call passes; ``bound`` parameters are taken up before its arguments (``self``)."""
        given = _Binding(self.function.args, call, bound)
        if not given.is_possible():
            return
        value = given.argument(self.parameter)
        default = value is None and given.is_left_out(self.parameter)
        if default:
            value = _default(self.function.args, self.parameter)
            outer = self.scope.parent
            assert outer is not None
            yield Passed(self.path, outer, value, (rank, path))
        else:
            yield Passed(path, scope, value, (rank, path))


# --- how arguments bind to parameters ---


class _Binding:
    """How the arguments of one call bind to a function's parameters, by Python's rules."""

    def __init__(self, parameters: ast.arguments, call: ast.Call, bound: int) -> None:
        self._parameters = parameters
        self._names = [each.arg for each in (*parameters.posonlyargs, *parameters.args)][bound:]
        self._optional = set(
            [each.arg for each in (*parameters.posonlyargs, *parameters.args)][_required(parameters) :]
        )
        stars = [place for place, each in enumerate(call.args) if isinstance(each, ast.Starred)]
        self._plain = call.args[: stars[0]] if stars else call.args
        self._starred = bool(stars)
        self._keywords = {each.arg: each.value for each in call.keywords if each.arg is not None}
        self._mapping = any(each.arg is None for each in call.keywords)

    def is_possible(self) -> bool:
        """Whether the call can enter the function at all."""
        parameters = self._parameters
        if len(self._plain) > len(self._names) and parameters.vararg is None:
            return False
        taken = self._names[: len(self._plain)]
        own = {*self._names, *(each.arg for each in parameters.kwonlyargs)}
        if parameters.kwarg is None and any(name not in own or name in taken for name in self._keywords):
            return False
        if self._mapping:
            return True
        demanded = [each.arg for each in _demanded_keywords(parameters)]
        if not self._starred:
            demanded += [name for name in self._names[len(self._plain) :] if name not in self._optional]
        return all(name in self._keywords for name in demanded)

    def argument(self, parameter: str) -> ast.expr | None:
        """The expression that the call gives a parameter; None if it gives none or that cannot be told."""
        if parameter in self._keywords:
            return self._keywords[parameter]
        place = self._names.index(parameter) if parameter in self._names else len(self._plain)
        return self._plain[place] if place < len(self._plain) else None

    def is_left_out(self, parameter: str) -> bool:
        """Whether the call certainly gives the parameter nothing."""
        named = parameter in self._names or any(each.arg == parameter for each in self._parameters.kwonlyargs)
        return named and not self._mapping and not (self._starred and parameter in self._names)


def _required(parameters: ast.arguments) -> int:
    return len(parameters.posonlyargs) + len(parameters.args) - len(parameters.defaults)


def _demanded_keywords(parameters: ast.arguments) -> Iterator[ast.arg]:
    for each, default in zip(parameters.kwonlyargs, parameters.kw_defaults, strict=True):
        if default is None:
            yield each


def _default(parameters: ast.arguments, parameter: str) -> ast.expr | None:
    positional = [*parameters.posonlyargs, *parameters.args][_required(parameters) :]
    pairs = [
        *zip(positional, parameters.defaults, strict=True),
        *zip(parameters.kwonlyargs, parameters.kw_defaults, strict=True),
    ]
    return next((default for each, default in pairs if each.arg == parameter), None)


# --- functions ---


def _of_function(target: _Target) -> Iterator[Passed]:
    """Calls of a module-level function."""
    project = target.project
    if project.resolve(target.path, target.name) != target.object:
        yield target.unknown(target.path, target.scope)
        return
    for path in _files_calling(target, target.object, target.path):
        syntax = project.excerpt(path, saying(target.name))
        for node in syntax.scopes.naming(target.name) if syntax is not None else ():
            assert syntax is not None
            if isinstance(node, ast.alias):
                if node.asname not in {None, target.name}:
                    yield target.unknown(path, syntax.scopes.module_scope)  # it could be used anywhere by that name
            elif isinstance(node, ast.Name | ast.Attribute):
                yield from _use_of_function(target, syntax, node)


def _use_of_function(target: _Target, syntax: Syntax, node: ast.Name | ast.Attribute) -> Iterator[Passed]:
    scope = syntax.scopes.scope_of(node)
    dotted = dotted_name(node)
    obj = target.project.resolve(syntax.path, dotted, scope) if dotted is not None else None
    call = _call_of(syntax.scopes, node)
    if obj == target.object and call is not None:
        yield from target.by(syntax.path, scope, call, 0)
    elif obj == target.object:
        yield from [] if _is_only_named(syntax, node) else [target.unknown(syntax.path, scope)]
    elif obj is None and _could_be_global(target.project, syntax.path, node, scope):
        yield target.unknown(syntax.path, scope)


def _could_be_global(project: Project, path: str, node: ast.Name | ast.Attribute, scope: Scope) -> bool:
    """Whether a name that could not be told may be a module's: no local name, or an attribute of a module."""
    if isinstance(node, ast.Name):
        owner = scope.lookup(node.id)
        return owner is None or owner.parent is None
    owner_name = dotted_name(node.value)
    holder = project.resolve(path, owner_name, scope) if owner_name is not None else None
    return isinstance(holder, ModuleObject)


def _of_nested(target: _Target, outer: Scope) -> Iterator[Passed]:
    """Calls of a function defined in a function: only its own file has the name."""
    if len(outer.bindings.get(target.name, [])) != 1:
        yield target.unknown(target.path, outer)
        return
    scopes = outer.file()
    for node in scopes.naming(target.name):
        if not isinstance(node, ast.Name):
            continue
        scope = scopes.scope_of(node)
        owner = scope.lookup(target.name)
        if owner is not None and owner.node is outer.node:
            call = _call_of(scopes, node)
            yield from target.by(target.path, scope, call, 0) if call else [target.unknown(target.path, scope)]


# --- methods ---


_METHOD_DECORATORS = frozenset({"staticmethod", "classmethod", "abstractmethod", "abc.abstractmethod"})
_MAY_HOLD_OBJECTS = ("flask.g.", "flask.current_app.", "flask.session.", "flask.request.")


def _of_method(target: _Target) -> Iterator[Passed]:
    """Calls of everything of that name that may be this method, whatever object it is called on."""
    outer = target.scope.parent
    assert outer is not None
    decorators = {dotted_name(each) for each in target.function.decorator_list}
    special = target.name.startswith("__") and target.name.endswith("__")
    if special or not decorators <= _METHOD_DECORATORS:
        yield target.unknown(target.path, outer)
        return
    cls = ClassObject(target.path, outer.qualname)
    for path in _own_first(target, target.name.encode(), target.path):
        if not _may_call_method(target, path):
            continue
        syntax = target.project.excerpt(path, saying(target.name))
        for node in syntax.scopes.naming(target.name) if syntax is not None else ():
            assert syntax is not None
            if isinstance(node, ast.Attribute):
                yield from _use_of_method(target, cls, syntax, node)
            elif isinstance(node, ast.Call):  # getattr(x, "name"), methodcaller("name")
                yield target.unknown(path, syntax.scopes.scope_of(node))


_BY_NAME = frozenset({b"getattr", b"methodcaller"})


def _may_call_method(target: _Target, path: str) -> bool:
    """Whether a file says ``.name`` other than in calls that could not be of the method, or may say it in a string."""
    project, name = target.project, target.name.encode()
    words = project.known_words(path)
    if words is not None and name.isascii() and b"." + name not in words and words.isdisjoint(_BY_NAME):
        return False
    data = project.content(path)
    quoted = any(quote + name + quote in data for quote in (b"'", b'"'))
    if quoted and any(each in data for each in _BY_NAME):
        return True
    parameters = target.function.args
    return any(
        call is None or any(_Binding(parameters, call, bound).is_possible() for bound in (0, 1))
        for call in call_texts(data, name)
    )


def _use_of_method(target: _Target, cls: ClassObject, syntax: Syntax, node: ast.Attribute) -> Iterator[Passed]:
    scope = syntax.scopes.scope_of(node)
    through_class = _through_class(target, cls, syntax.path, node, scope)
    if through_class is False:
        return
    call = _call_of(syntax.scopes, node)
    if call is None:
        yield target.unknown(syntax.path, scope)
        return
    decorators = {dotted_name(each) for each in target.function.decorator_list}
    bound = 0 if "staticmethod" in decorators or (through_class and "classmethod" not in decorators) else 1
    yield from target.by(syntax.path, scope, call, bound)


def _through_class(target: _Target, cls: ClassObject, path: str, node: ast.Attribute, scope: Scope) -> bool | None:
    """True for ``Class.method``, None for ``instance.method``; False when it is certainly something else."""
    dotted = dotted_name(node)
    obj = target.project.resolve(path, dotted, scope) if dotted is not None else None
    if isinstance(obj, FunctionObject):
        return obj == target.object
    if isinstance(obj, Member) and isinstance(obj.of, ClassObject):
        return may_share_instances(target.project, obj.of, cls)
    if isinstance(obj, ModuleObject | ClassObject | Variable):
        return False
    if isinstance(obj, External):
        return None if obj.name.startswith(_MAY_HOLD_OBJECTS) else False
    holder = _own_class(path, scope, node.value)
    if holder is not None and not may_share_instances(target.project, holder, cls):
        return False
    return None


def _own_class(path: str, scope: Scope, node: ast.expr) -> ClassObject | None:
    """The class whose method an expression ``self`` or ``super()`` stands in."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "super":
        around: Scope | None = scope
        while around is not None and around.kind != "class":
            around = around.parent
        return ClassObject(path, around.qualname) if around is not None else None
    return class_of_self(path, scope, node.id) if isinstance(node, ast.Name) else None


def class_of_self(path: str, scope: Scope, name: str) -> ClassObject | None:
    """The class whose method ``scope`` is in, if ``name`` is the method's first parameter."""
    owner = scope.lookup(name)
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
    return ClassObject(path, owner.parent.qualname)


def may_share_instances(project: Project, left: ClassObject, right: ClassObject) -> bool:
    """Whether one object can be of both classes, as far as the project has subclasses of them."""
    above_left, above_right = project.ancestors(left), project.ancestors(right)
    if None in above_left or None in above_right:
        return True
    if left == right or left in above_right or right in above_left:
        return True
    if len(project.files_with_base(right.name)) < len(project.files_with_base(left.name)):
        left, right = right, left
    return any(right in project.ancestors(each) for each in project.descendants(left))


# --- constructors ---


def _of_constructor(target: _Target) -> Iterator[Passed]:
    """Calls of the class and of the subclasses that have no constructor of their own, and those through super().

    Where a class is called is looked for after what the next one below it calls through super(): that takes less.
    """
    outer = target.scope.parent
    assert outer is not None
    cls = ClassObject(target.path, outer.qualname)
    if target.function.decorator_list or None in target.project.ancestors(cls):
        yield target.unknown(target.path, outer)
        return
    waiting: list[tuple[ClassObject, Rank]] = []
    looked_through: set[str] = set()
    for each in family(target.project, cls):
        if _is_given_away(target.project, each):
            yield target.unknown(target.path, outer)
            return
        rank = (1, each.path, each.qualname) if each != cls else _FIRST
        inherits = _first_with_constructor(target.project, each) == cls
        if not inherits and target.counts(each.path):
            yield from _super_calls(target, each, rank)
        around = target.project.ancestors(cls) if each == cls else ()
        for path in (each.path, *(other.path for other in around if isinstance(other, ClassObject))):
            if path not in looked_through and target.counts(path):
                looked_through.add(path)
                yield from _constructions_by_itself(target, cls, path, (2, "", ""))
        for called, its_rank in waiting:
            yield from _constructions(target, called, its_rank)
        waiting = [(each, rank)] if inherits else []
    for called, its_rank in waiting:
        yield from _constructions(target, called, its_rank)


_HARMLESS_CLASS_DECORATORS = frozenset({"functools.total_ordering", "typing.final", "dataclasses.dataclass"})


def _is_given_away(project: Project, cls: ClassObject) -> bool:
    """Whether a decorator or a metaclass gets the class, and may make objects of it."""
    facts = class_facts(project, cls)
    if facts is None or any(name == "metaclass" for name, _ in facts.keywords):
        return True
    for sketch in facts.decorators:
        name = sketch[1] if sketch[0] == "call" else sketch
        obj = project.resolve(cls.path, name[1]) if name[0] == "name" else None
        if not isinstance(obj, External) or obj.name not in _HARMLESS_CLASS_DECORATORS:
            return True
    return False


def _first_with_constructor(project: Project, cls: ClassObject) -> ClassObject | None:
    for each in class_line(project, cls):
        facts = class_facts(project, each) if isinstance(each, ClassObject) else None
        if facts is not None and isinstance(each, ClassObject) and "__init__" in facts.methods:
            return each
    return None


def _constructions(target: _Target, cls: ClassObject, rank: Rank) -> Iterator[Passed]:
    for path in _files_calling(target, cls, cls.path):
        syntax = target.project.excerpt(path, saying(cls.name))
        for node in syntax.scopes.naming(cls.name) if syntax is not None else ():
            assert syntax is not None
            if isinstance(node, ast.alias):
                if node.asname not in {None, cls.name}:
                    yield target.unknown(path, syntax.scopes.module_scope, rank)
            elif isinstance(node, ast.Name | ast.Attribute):
                yield from _use_of_class(target, cls, syntax, node, rank)


def _use_of_class(
    target: _Target, cls: ClassObject, syntax: Syntax, node: ast.Name | ast.Attribute, rank: Rank
) -> Iterator[Passed]:
    scope = syntax.scopes.scope_of(node)
    dotted = dotted_name(node)
    obj: Object | None = target.project.resolve(syntax.path, dotted, scope) if dotted is not None else None
    if obj != cls:
        if obj is None and _could_be_global(target.project, syntax.path, node, scope):
            yield target.unknown(syntax.path, scope, rank)
        return
    parent = syntax.scopes.parent(node)
    call = _call_of(syntax.scopes, node)
    if call is not None:
        yield from target.by(syntax.path, scope, call, 1, rank)
    elif isinstance(parent, ast.Attribute):
        explicit = _call_of(syntax.scopes, parent) if parent.attr == "__init__" else None
        if explicit is not None:
            yield from target.by(syntax.path, scope, explicit, 0, rank)
    elif not _is_harmless_mention(syntax, node):
        yield target.unknown(syntax.path, scope, rank)


def _constructions_by_itself(target: _Target, cls: ClassObject, path: str, rank: Rank) -> Iterator[Passed]:
    """``cls(...)``, ``type(self)(...)`` and ``self.__class__(...)`` in the methods of the class's line."""
    part, words = _calling_itself(target.project, path)
    syntax = target.project.excerpt(path, part) if words else None
    for node in syntax.scopes.nodes_saying(*words) if syntax is not None else ():
        if syntax is None or not isinstance(node, ast.Call):
            continue
        itself = _itself(node.func)
        scope = syntax.scopes.scope_of(node)
        holder = class_of_self(path, scope, itself) if itself else None
        if holder is not None and may_share_instances(target.project, holder, cls):
            yield from target.by(path, scope, node, 1, rank)


_FIRST_PARAMETER = re.compile(rb"\bdef[\s\\]+\w+[\s\\]*\((?:[\s\\]|#[^\n]*+)*+(\w+)")


_OF_ITSELF = rb"(__class__)[\s\\)]*\(|(?<![\w.])(type)[\s\\]*\((?:[^()#]|#[^\n]*+)*+\)[\s\\)]*\("


@remembered_about
def _calling_itself(project: Project, path: str) -> tuple[re.Pattern[bytes], tuple[str, ...]]:
    """Where a file may have such calls, with whatever its methods call their first parameter; and by which words."""
    data = project.content(path)
    names = b"|".join(sorted({*_FIRST_PARAMETER.findall(data), b"self", b"cls"}))
    part = re.compile(_OF_ITSELF + rb"|(?<![\w.])(" + names + rb")[\s\\)]*\(")
    words = {word.decode() for match in part.finditer(data) for word in match.groups() if word}
    return part, tuple(sorted(words))


def _itself(node: ast.expr) -> str:
    """The name in ``cls``, ``type(self)`` and ``self.__class__``; empty for other expressions."""
    if isinstance(node, ast.Call) and dotted_name(node.func) == "type" and len(node.args) == 1:
        node = node.args[0]
    elif isinstance(node, ast.Attribute) and node.attr == "__class__":
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def _is_only_named(syntax: Syntax, node: ast.AST) -> bool:
    """Whether a statement says no more than the name, or ``assert name``: so that linters take an import as used."""
    parent = syntax.scopes.parent(node)
    return isinstance(parent, ast.Expr) or (isinstance(parent, ast.Assert) and parent.test is node)


def _is_harmless_mention(syntax: Syntax, node: ast.AST) -> bool:
    """Whether a mention of a class makes no instance: a base, an annotation, ``isinstance(x, C)``, ``except C``."""
    if _is_only_named(syntax, node):
        return True
    child: ast.AST = node
    for parent in syntax.scopes.ancestors(node):
        if isinstance(parent, ast.ClassDef):
            return child in parent.bases
        if isinstance(parent, ast.arg | ast.ExceptHandler):
            return True
        if isinstance(parent, ast.AnnAssign):
            return child is parent.annotation
        if isinstance(parent, FunctionNode):
            return child is parent.returns
        if isinstance(parent, ast.Call):
            return dotted_name(parent.func) in {"isinstance", "issubclass", "super"}
        if isinstance(parent, ast.stmt):
            return False
        child = parent
    return False


def _super_calls(target: _Target, cls: ClassObject, rank: Rank) -> Iterator[Passed]:
    """``super().__init__(...)`` in a subclass."""
    syntax = target.project.excerpt(cls.path, saying("super"))
    inside = syntax.scopes.scope_of_class(cls.qualname) if syntax is not None else None
    for node in syntax.scopes.nodes() if syntax is not None else ():
        if syntax is None or not isinstance(node, ast.Attribute) or node.attr != "__init__":
            continue
        scope = syntax.scopes.scope_of(node)
        called_on = node.value
        if not isinstance(called_on, ast.Call) or dotted_name(called_on.func) != "super":
            continue
        if scope.parent is not inside:
            continue
        call = _call_of(syntax.scopes, node)
        yield from target.by(cls.path, scope, call, 1, rank) if call else [target.unknown(cls.path, scope, rank)]


# --- syntax ---


def _call_of(scopes: FileScopes, node: ast.AST) -> ast.Call | None:
    """The call whose function the node is."""
    parent = scopes.parent(node)
    return parent if isinstance(parent, ast.Call) and parent.func is node else None


def _files_calling(target: _Target, called: FunctionObject | ClassObject, own: str) -> Iterator[str]:
    """The files that may call something of their name, ``own`` first."""
    word = called.name.encode()
    project, is_class = target.project, isinstance(called, ClassObject)
    for path in _own_first(target, word, own):
        data = project.content(path)
        if may_be_called(data, word, is_class=is_class) or (
            is_class and may_be_called(data, word, is_class=False) and project.resolve(path, called.name) is None
        ):
            yield path


def _own_first(target: _Target, word: bytes, own: str) -> Iterator[str]:
    """The files that count and hold a word; others are looked for when somebody asks for more than ``own``."""
    if target.counts(own) and word in target.project.content(own):
        yield own
    for path in target.project.files_with(word):
        if path != own and target.counts(path):
            yield path
