"""Flask objects: those that module-level variables hold, and the functions that make some."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_modernize.facts.sketch import dotted_name
from flask_modernize.project.memory import remembered
from flask_modernize.project.objects import ClassObject, External, FunctionObject, Object, Variable
from flask_modernize.project.scopes import FunctionNode, Scope

if TYPE_CHECKING:
    from flask_modernize.facts import Binding, Sketch
    from flask_modernize.project.project import Project
    from flask_modernize.project.syntax import Syntax

FLASK_CLASSES = ("flask.Flask", "flask.app.Flask", "apiflask.APIFlask", "apiflask.app.APIFlask", "flask_api.FlaskAPI")
"""Flask and the subclasses of it that packages offer."""


@dataclass(frozen=True, slots=True, eq=False)
class Application:
    """One Flask object held by a module-level variable.

    ``variable`` is the first name of a chained assignment, ``names`` are all module-level names of it in that module:
    both of ``application = app = Flask(__name__)``, and ``web`` of a later ``web = app``. ``statement`` and
    ``creation`` are the assignment (the first of several) and the call in it; ``cls`` is what is called:
    ``External("flask.Flask")`` or a subclass. ``conditional``: made under ``if``, ``try`` and the like. ``rebound``:
    the variable is also given something else, somewhere in its module. ``made_by`` is the project's function that made
    it (``app = create_app()``); None where the class is called right there. ``syntax`` is the file of the nodes.
    """

    variable: Variable
    names: tuple[str, ...]
    statement: ast.stmt
    creation: ast.Call
    cls: Object
    conditional: bool
    rebound: bool
    made_by: FunctionObject | None
    syntax: Syntax

    @property
    def path(self) -> str:
        return self.variable.path


@dataclass(frozen=True, slots=True, eq=False)
class Factory:
    """A function (or method) that makes a Flask object and returns it.

    ``local_name`` is what the object is called inside, empty for ``return Flask(__name__)``; ``cls`` is its class;
    ``creation`` the call that makes it, which for a function that only asks another factory is the call of that one.
    """

    path: str
    qualname: str
    local_name: str
    cls: Object
    creation: ast.Call
    node: ast.FunctionDef | ast.AsyncFunctionDef
    syntax: Syntax


def applications(project: Project) -> tuple[Application, ...]:
    """The Flask objects that module-level variables are given by calling the class, by path and line.

    Those that a function of the project makes are :func:`made_applications`.
    """
    return tuple([each for each in _all_applications(project) if each.made_by is None])


def made_applications(project: Project) -> tuple[Application, ...]:
    """The module-level variables that hold what a factory of the project made: ``app = create_app()``."""
    return tuple([each for each in _all_applications(project) if each.made_by is not None])


@remembered
def factories(project: Project) -> tuple[Factory, ...]:
    """The functions that make a Flask object and return it, by path and line; those in tests included."""
    found: dict[Object, Factory] = {}
    makers = dict(_classes(project))
    waiting = list(makers)
    for maker in waiting:  # grows by the functions that are found
        for path in _files_calling(project, maker):
            returning = _functions_returning(project, path, _called_as(maker))
            for factory in _factories_in(project, path, makers, returning) if returning else ():
                function = FunctionObject(path, factory.qualname)
                if function not in found:
                    found[function] = factory
                    makers[function] = factory.cls
                    waiting.append(function)
    return tuple(sorted(found.values(), key=lambda each: (each.path, each.node.lineno)))


def is_flask_class(project: Project, obj: Object | None) -> bool:
    """Whether a resolved name is Flask or descends from it."""
    return obj is not None and obj in _classes(project)


@remembered
def _classes(project: Project) -> Mapping[Object, Object]:
    """Flask and its subclasses, each by itself; empty where no file mentions Flask."""
    if not project.mentioning("Flask"):
        return {}
    stock: list[Object] = [External(name) for name in FLASK_CLASSES]
    own = dict.fromkeys(cls for base in stock for cls in project.subclasses(base))
    return {each: each for each in (*stock, *own)}


def _name_of(maker: Object) -> str:
    if isinstance(maker, External):
        return maker.name.rpartition(".")[2]
    assert isinstance(maker, ClassObject | FunctionObject)
    return maker.name


def _files_calling(project: Project, maker: Object) -> Iterator[str]:
    """The files in whose bytes the class or function is called, or imported under another name."""
    name = _name_of(maker).encode()
    called = _called_as(maker)
    candidates = project.mentioning("Flask") if b"Flask" in name else project.files_with(name)
    for path in candidates:
        if called.search(project.content(path)):
            yield path


def _called_as(maker: Object) -> re.Pattern[bytes]:
    name = re.escape(_name_of(maker).encode())
    return re.compile(name + rb"(?<!\w" + name + rb")\s*(?:\(|\bas\b)")


# --- module-level variables ---


@remembered
def _all_applications(project: Project) -> tuple[Application, ...]:
    makers: dict[Object, Object] = dict(_classes(project))
    if makers:
        makers |= {FunctionObject(each.path, each.qualname): each.cls for each in factories(project)}
    paths = sorted({path for maker in makers for path in _files_calling(project, maker)})
    return tuple([application for path in paths for application in _applications_in(project, path, makers)])


def _applications_in(project: Project, path: str, makers: Mapping[Object, Object]) -> Iterator[Application]:
    if not _may_hold_one(project, path, makers):
        return
    syntax = project.syntax(path)
    bindings = syntax.scopes.module_scope.bindings if syntax is not None else {}
    seen: set[ast.AST] = set()
    for name, found in bindings.items():
        for binding in found:
            call = binding.value
            if (
                syntax is None
                or not isinstance(call, ast.Call)
                or call in seen
                or not isinstance(binding.node, ast.stmt)
            ):
                continue
            maker = _called(project, path, call, syntax.scopes.module_scope, makers)
            if maker is not None and not any(isinstance(each.value, ast.Call) and each.value in seen for each in found):
                seen.add(call)
                yield _application(project, syntax, name, binding.node, call, maker, makers[maker])


def _may_hold_one(project: Project, path: str, makers: Mapping[Object, Object]) -> bool:
    """Whether a module-level name is given the result of a call of a maker, by what the facts say."""
    facts = project.facts(path)
    bindings = [each for found in facts.bindings.values() for each in found] if facts is not None else []
    calls = [each.value for each in bindings if each.value is not None and each.value[0] == "call"]
    return any(each[1][0] == "name" and project.resolve(path, each[1][1]) in makers for each in calls)


def _called(
    project: Project, path: str, call: ast.Call, scope: Scope, makers: Mapping[Object, Object]
) -> Object | None:
    """The maker that is called, or None."""
    dotted = dotted_name(call.func)
    found = project.resolve(path, dotted, scope) if dotted is not None else None
    return found if found is not None and found in makers else None


def _application(
    project: Project, syntax: Syntax, name: str, statement: ast.stmt, call: ast.Call, maker: Object, cls: Object
) -> Application:
    path = syntax.path
    names = _targets(statement, call) or (name,)
    names += tuple(
        other
        for other, given in (syntax.facts.bindings.items())
        if other not in names and any(_is_alias(each, names) for each in given)
    )
    values = [each for each in syntax.facts.bindings.get(names[0], ()) if not _is_placeholder(each)]
    return Application(
        variable=Variable(path, names[0]),
        names=names,
        statement=statement,
        creation=call,
        cls=cls,
        conditional=not isinstance(syntax.scopes.parent(statement), ast.Module),
        rebound=len(values) > 1,
        made_by=maker if isinstance(maker, FunctionObject) else None,
        syntax=syntax,
    )


def _targets(statement: ast.stmt, call: ast.Call) -> tuple[str, ...]:
    """The names of ``a = b = call``, in the order of the source."""
    if isinstance(statement, ast.Assign) and statement.value is call:
        return tuple([each.id for each in statement.targets if isinstance(each, ast.Name)])
    return ()


def _is_alias(binding: Binding, names: tuple[str, ...]) -> bool:
    return (
        binding.kind == "assign" and binding.value is not None and binding.value in [("name", name) for name in names]
    )


def _is_placeholder(binding: Binding) -> bool:
    return binding.kind == "assign" and (binding.value is None or binding.value == ("const", None))


# --- functions ---


def _functions_returning(project: Project, path: str, called: re.Pattern[bytes]) -> frozenset[str]:
    """The functions that return a name or a call, in whose lines the maker is called; by what the facts say."""
    facts = project.facts(path)
    if facts is None:
        return frozenset()
    data = project.tree.read(path)
    lines = data.splitlines(keepends=True)
    renamed = any(each.group().endswith(b"as") for each in called.finditer(data))
    return frozenset(
        [
            qualname
            for qualname, function in facts.functions.items()
            if renamed or called.search(b"".join(lines[function.line - 1 : function.end_line]))
            if _may_return_object(project.returned(path, function))
        ]
    )


def _may_return_object(returned: Sequence[Sketch] | None) -> bool:
    return returned is None or any(each[0] in ("name", "call") for each in returned)


def _factories_in(
    project: Project, path: str, makers: Mapping[Object, Object], returning: Collection[str]
) -> Iterator[Factory]:
    syntax = project.syntax(path)
    for node in syntax.scopes.nodes() if syntax is not None else ():
        if syntax is None or not isinstance(node, ast.Call):
            continue
        scope = syntax.scopes.scope_of(node)
        function = scope.node
        if not isinstance(function, FunctionNode) or scope.qualname not in returning:
            continue
        maker = _called(project, path, node, scope, makers)
        local_name = _returned_as(syntax, node, scope) if maker is not None else None
        if maker is not None and local_name is not None:
            yield Factory(path, scope.qualname, local_name, makers[maker], node, function, syntax)


def _returned_as(syntax: Syntax, call: ast.Call, scope: Scope) -> str | None:
    """The local name under which the function returns what the call gives; empty when it returns it at once."""
    parent = syntax.scopes.parent(call)
    if isinstance(parent, ast.Return):
        return ""
    names = [
        name
        for name, found in scope.bindings.items()
        if any(each.kind == "assign" and each.value is call for each in found)
    ]
    for node in ast.walk(scope.node):
        returned = isinstance(node, ast.Return) and isinstance(node.value, ast.Name) and node.value.id in names
        if returned and syntax.scopes.scope_of(node) is scope:
            return node.value.id  # type: ignore[attr-defined,no-any-return]
    return None
