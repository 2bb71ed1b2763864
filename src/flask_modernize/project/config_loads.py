"""Where an app's configuration comes from: the classes, modules, files and dictionaries that it is loaded from.

What is loaded is followed backwards: through names, parameters (what every caller passes), functions, dictionaries of
profiles and import strings. Where that fails, the answer says so.
"""

from __future__ import annotations

import ast
import posixpath
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flask_modernize.facts.sketch import dotted_name
from flask_modernize.project.callers import passed_values
from flask_modernize.project.class_lines import class_line
from flask_modernize.project.function_results import returned_values, scope_of_function
from flask_modernize.project.library_types import library_classes, library_names
from flask_modernize.project.memory import remembered, remembered_about
from flask_modernize.project.objects import ClassObject, External, FunctionObject, ModuleObject, Object, Variable
from flask_modernize.project.value_flow import Place, ValueFlow

if TYPE_CHECKING:
    from flask_modernize.project.config_places import KeyPlace
    from flask_modernize.project.project import Project
    from flask_modernize.project.scopes import Scope
    from flask_modernize.project.syntax import Syntax

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef
_MAX_DEPTH = 12


@dataclass(frozen=True, slots=True)
class Space:
    """A kind of configuration: the class of its objects, and the methods that load it from elsewhere.

    ``attribute`` is what an application calls it (``app.config``). ``loaders`` are methods of the configuration, or
    of the application where ``on_application`` says so, that take an object, a module or the name of one.
    """

    name: str
    cls: str
    attribute: str
    loaders: frozenset[str]
    on_application: bool = False
    as_attributes: bool = False
    """Settings are also attributes of the configuration: ``celery.conf.key = value``."""


FLASK = Space("flask", "flask.Config", "config", frozenset({"from_object"}))
CELERY = Space(
    "celery",
    "celery.app.utils.Settings",
    "conf",
    frozenset({"config_from_object"}),
    on_application=True,
    as_attributes=True,
)

_FILE_LOADERS = frozenset({"from_pyfile", "from_json", "from_file"})
_OUTSIDE_LOADERS = frozenset({"from_envvar"})
UPDATES = frozenset({"update", "from_mapping"})
_TAKERS = frozenset(
    {"flask_caching.Cache", "flask_cache.Cache", "flask_caching.Cache.init_app", "flask_cache.Cache.init_app"}
)
"""What takes settings of its own as ``config=``, under the keys that they have in ``app.config``."""
_WORDS = (
    b"from_object",
    b"from_pyfile",
    b"from_json",
    b"from_file",
    b"from_envvar",
    b"from_mapping",
    b"update",
    b"config=",
)


@dataclass(frozen=True, slots=True, eq=False)
class Load:
    """A call that fills a configuration. ``config`` is the expression ``app.config``."""

    syntax: Syntax
    scope: Scope
    call: ast.Call
    config: ast.expr
    method: str


@dataclass(frozen=True, slots=True)
class Sources:
    """What the configurations of one space are filled from.

    ``dictionaries`` are the places (path, line, column of the node) of displays and ``dict(...)`` calls whose items
    are settings. ``is_complete``: every load could be followed.
    """

    classes: frozenset[ClassObject]
    modules: frozenset[str]
    files: frozenset[str]
    dictionaries: frozenset[tuple[str, int, int]]
    has_unknown_objects: bool
    has_unknown_dictionaries: bool
    loads: tuple[Load, ...] = field(compare=False, default=())


@remembered_about
def config_sources(project: Project, space: Space) -> Sources:
    """Everything that configurations of the space are filled from, as far as it can be followed."""
    return _Follower(project, space).run()


@remembered_about
def config_loads(project: Project, space: Space) -> tuple[Load, ...]:
    """Every call that fills a configuration of the space, by path."""
    return config_sources(project, space).loads


def feeds(project: Project, space: Space, load: Load, places: Iterable[KeyPlace]) -> bool:
    """Whether a load may bring what one of the places writes."""
    found = _Follower(project, space).follow(load)
    for place in places:
        if place.path in found.modules or place.path in found.files:
            return True
        syntax = place.syntax
        around = list(syntax.scopes.ancestors(place.node)) if syntax is not None and place.node is not None else []
        for each in around:
            if isinstance(each, ast.ClassDef) and syntax is not None:
                scope = syntax.scopes.inner_scope(each)
                if ClassObject(place.path, scope.qualname) in found.classes:
                    return True
            is_display = isinstance(each, ast.Dict | ast.Call)
            if is_display and (place.path, each.lineno, each.col_offset) in found.dictionaries:  # type: ignore[attr-defined]
                return True
        if found.has_unknown_objects and place.form in ("attribute", "constant", "line"):
            return True
    return False


def config_class_of(project: Project, space: Space, path: str, node: ast.expr, scope: Scope) -> bool | None:
    """Whether an expression is a configuration of the space; None when nothing is known of it."""
    classes = library_classes(project, path, node, scope)
    if classes:
        return space.cls in classes
    dotted = dotted_name(node)
    obj = project.resolve(path, dotted, scope) if dotted is not None else None
    if isinstance(obj, External | ClassObject | FunctionObject | ModuleObject):
        return False
    if _is_plain_dictionary(project, Place(path, scope), node):
        return False
    if not isinstance(node, ast.Attribute):
        return None if isinstance(node, ast.Name) else False
    return None if node.attr == space.attribute else False


def _is_plain_dictionary(project: Project, place: Place, node: ast.expr) -> bool:
    """Whether an expression is always a dictionary that the project writes out itself."""
    dictionaries = _dictionaries(project)
    if dictionaries.value(place, node):
        return True
    cls = dictionaries.class_of(place, node.value) if isinstance(node, ast.Attribute) else None
    return cls is not None and isinstance(node, ast.Attribute) and dictionaries.attribute(cls, node.attr) is True


class _Dictionaries(ValueFlow[bool]):
    """Follows dictionaries that are written out."""

    def tell(self, place: Place, node: ast.expr) -> bool | None:
        is_call = isinstance(node, ast.Call) and dotted_name(node.func) == "dict"
        return True if is_call or isinstance(node, ast.Dict | ast.DictComp) else None

    def tell_object(self, obj: Object) -> bool | None:
        return None

    def agree(self, found: list[bool]) -> bool:
        return all(found)


@remembered
def _dictionaries(project: Project) -> _Dictionaries:
    return _Dictionaries(project)


class _Follower:
    def __init__(self, project: Project, space: Space) -> None:
        self.project = project
        self.space = space
        self.classes: set[ClassObject] = set()
        self.modules: set[str] = set()
        self.files: set[str] = set()
        self.dictionaries: set[tuple[str, int, int]] = set()
        self.unknown_objects = False
        self.unknown_dictionaries = False
        self.seen: set[tuple[str, int, int, str]] = set()

    def run(self) -> Sources:
        """Follows every load of the project."""
        return self.follow(*self._loads())

    def follow(self, *loads: Load) -> Sources:
        """Follows these loads."""
        for load in loads:
            self._take(load)
        self._widen()
        return Sources(
            frozenset(self.classes),
            frozenset(self.modules),
            frozenset(self.files),
            frozenset(self.dictionaries),
            self.unknown_objects,
            self.unknown_dictionaries,
            loads,
        )

    # -- loads ---------------------------------------------------------------------------------------------------------

    def _loads(self) -> Iterator[Load]:
        for path in sorted({path for word in _WORDS for path in self.project.files_with(word)}):
            syntax = self.project.syntax(path)
            for node in list(syntax.scopes.nodes()) if syntax is not None else ():
                if syntax is not None and isinstance(node, ast.Call):
                    load = self._load(syntax, node)
                    if load is not None:
                        yield load

    def _load(self, syntax: Syntax, call: ast.Call) -> Load | None:
        function = call.func
        given = next((each.value for each in call.keywords if each.arg == "config"), None)
        if given is not None and not self.space.on_application:
            scope = syntax.scopes.scope_of(call)
            if _TAKERS & library_names(self.project, syntax.path, function, scope):
                return Load(syntax, scope, call, given, "config=")
        if not isinstance(function, ast.Attribute):
            return None
        method = function.attr
        known = method in self.space.loaders or method in UPDATES
        known = known or (not self.space.on_application and method in _FILE_LOADERS | _OUTSIDE_LOADERS)
        if not known:
            return None
        scope = syntax.scopes.scope_of(call)
        if self.space.on_application and method in self.space.loaders:
            return Load(syntax, scope, call, function.value, method)
        answer = config_class_of(self.project, self.space, syntax.path, function.value, scope)
        if answer is None:  # no other object has ``config.from_object``
            answer = method not in UPDATES
        return Load(syntax, scope, call, function.value, method) if answer else None

    def _take(self, load: Load) -> None:
        path = load.syntax.path
        if load.method == "config=":
            self._dictionary(path, load.scope, load.config, 0)
            return
        if load.method in UPDATES:
            for each in load.call.args:
                self._dictionary(path, load.scope, each, 0)
            for keyword in load.call.keywords:
                if keyword.arg is None:
                    self._dictionary(path, load.scope, keyword.value, 0)
            return
        argument = load.call.args[0] if load.call.args else None
        if argument is None and load.call.keywords:
            argument = load.call.keywords[0].value
        if load.method in _OUTSIDE_LOADERS or argument is None:
            self.unknown_objects = True
            return
        if load.method in _FILE_LOADERS:
            self._file(load, argument)
        else:
            self._object(path, load.scope, argument, 0)

    def _file(self, load: Load, argument: ast.expr) -> None:
        """Files of the tree that have the name that is loaded, next to the module or in an instance folder."""
        names = [
            each.value for each in ast.walk(argument) if isinstance(each, ast.Constant) and isinstance(each.value, str)
        ]
        name = posixpath.basename(names[-1]) if names else ""
        if "." not in name:
            self.unknown_objects = True
            return
        found = [each for each in self.project.tree.paths if posixpath.basename(each) == name]
        near = [each for each in found if _is_near(load.syntax.path, each)]
        self.files.update(near)

    # -- objects -------------------------------------------------------------------------------------------------------

    def _object(self, path: str, scope: Scope, node: ast.expr, depth: int) -> None:
        """Follows what ``from_object`` is given."""
        key = (path, node.lineno, node.col_offset, f"object {type(node).__name__}")
        if key in self.seen or (isinstance(node, ast.Constant) and node.value is None):
            return
        self.seen.add(key)
        if depth > _MAX_DEPTH or not self._is_object(path, scope, node, depth + 1):
            self.unknown_objects = True

    def _is_object(self, path: str, scope: Scope, node: ast.expr, depth: int) -> bool:
        if isinstance(node, ast.Constant):
            return isinstance(node.value, str) and self._import_string(path, node.value)
        if isinstance(node, ast.Name) and node.id == "__name__":
            self.modules.add(path)
            return True
        if isinstance(node, ast.Name | ast.Attribute):
            return self._named(path, scope, node, depth)
        if isinstance(node, ast.IfExp | ast.BoolOp):
            parts = (node.body, node.orelse) if isinstance(node, ast.IfExp) else node.values
            for part in parts:
                self._object(path, scope, part, depth)
            return True
        if isinstance(node, ast.Subscript):
            return self._entries(path, scope, node.value, depth)
        if isinstance(node, ast.BinOp | ast.JoinedStr):
            return self._prefix(path, node)
        return isinstance(node, ast.Call) and self._called(path, scope, node, depth)

    def _named(self, path: str, scope: Scope, node: ast.Name | ast.Attribute, depth: int) -> bool:
        dotted = dotted_name(node)
        obj = self.project.resolve(path, dotted, scope) if dotted is not None else None
        if self._known(obj):
            return True
        if isinstance(obj, Variable):
            values = _module_values(self.project, obj)
            for syntax, value in values:
                self._object(obj.path, syntax.scopes.module_scope, value, depth)
            return bool(values)
        return isinstance(node, ast.Name) and self._local(path, scope, node.id, depth)

    def _known(self, obj: Object | None) -> bool:
        if isinstance(obj, ClassObject):
            self.classes.add(obj)
        elif isinstance(obj, ModuleObject):
            self.modules.add(obj.path)
        return isinstance(obj, ClassObject | ModuleObject | External)

    def _local(self, path: str, scope: Scope, name: str, depth: int) -> bool:
        values = _local_values(self.project, path, scope, name)
        for where, place, value in values or ():
            if value is None:
                self.unknown_objects = True
            else:
                self._object(where, place, value, depth)
        return values is not None

    def _entries(self, path: str, scope: Scope, node: ast.expr, depth: int) -> bool:
        """Every value of a dictionary of profiles."""
        dotted = dotted_name(node)
        obj = self.project.resolve(path, dotted, scope) if dotted is not None else None
        values = _module_values(self.project, obj) if isinstance(obj, Variable) else []
        displays = [(syntax, value) for syntax, value in values if isinstance(value, ast.Dict)]
        for syntax, value in displays:
            assert isinstance(obj, Variable)
            for each in value.values:
                self._object(obj.path, syntax.scopes.module_scope, each, depth)
        return bool(displays)

    def _called(self, path: str, scope: Scope, node: ast.Call, depth: int) -> bool:
        dotted = dotted_name(node.func)
        obj = self.project.resolve(path, dotted, scope) if dotted is not None else None
        if isinstance(obj, ClassObject):
            self.classes.add(obj)
            return True
        if isinstance(obj, External) and obj.name in ("os.environ.get", "os.getenv", "os.environ.setdefault"):
            for each in node.args[1:]:
                self._object(path, scope, each, depth)
            return False
        if isinstance(obj, FunctionObject):
            found = _returned(self.project, obj)
            for place, value in found or ():
                self._object(obj.path, place, value, depth)
            return found is not None
        if isinstance(node.func, ast.Attribute) and node.func.attr == "get":
            for each in node.args[1:]:
                self._object(path, scope, each, depth)
            return self._entries(path, scope, node.func.value, depth)
        return False

    def _prefix(self, path: str, node: ast.expr) -> bool:
        """``"config." + name``: any class of the module that the text in front names."""
        first = next((each for each in ast.walk(node) if isinstance(each, ast.Constant)), None)
        text = first.value if first is not None and isinstance(first.value, str) else ""
        module = text.rpartition(".")[0]
        obj = self.project.imported(path, module, None, 0) if module else None
        facts = self.project.facts(obj.path) if isinstance(obj, ModuleObject) else None
        if facts is None or not isinstance(obj, ModuleObject) or not facts.classes:
            return False
        self.classes.update(ClassObject(obj.path, each) for each in facts.classes)
        return True

    def _import_string(self, path: str, text: str) -> bool:
        module = self.project.imported(path, text, None, 0)
        if isinstance(module, ModuleObject):
            return self._known(module)
        owner, _, name = text.rpartition(".")
        return bool(owner) and self._known(self.project.imported(path, owner, name, 0))

    # -- dictionaries --------------------------------------------------------------------------------------------------

    def _dictionary(self, path: str, scope: Scope, node: ast.expr, depth: int) -> None:
        """Follows what ``update`` is given."""
        key = (path, node.lineno, node.col_offset, f"dictionary {type(node).__name__}")
        if key in self.seen or (isinstance(node, ast.Constant) and node.value is None):
            return
        self.seen.add(key)
        if depth > _MAX_DEPTH or not self._is_dictionary(path, scope, node, depth + 1):
            self.unknown_dictionaries = True

    def _is_dictionary(self, path: str, scope: Scope, node: ast.expr, depth: int) -> bool:
        if isinstance(node, ast.Dict):
            self.dictionaries.add((path, node.lineno, node.col_offset))
            for key, value in zip(node.keys, node.values, strict=True):
                if key is None:
                    self._dictionary(path, scope, value, depth)
            return True
        if isinstance(node, ast.IfExp | ast.BoolOp):
            parts = (node.body, node.orelse) if isinstance(node, ast.IfExp) else node.values
            for part in parts:
                self._dictionary(path, scope, part, depth)
            return True
        if isinstance(node, ast.Call):
            return self._dictionary_call(path, scope, node, depth)
        if not isinstance(node, ast.Name | ast.Attribute):
            return False
        dotted = dotted_name(node)
        obj = self.project.resolve(path, dotted, scope) if dotted is not None else None
        if isinstance(obj, Variable):
            values = _module_values(self.project, obj)
            for syntax, value in values:
                self._dictionary(obj.path, syntax.scopes.module_scope, value, depth)
            return bool(values)
        local = _local_values(self.project, path, scope, node.id) if isinstance(node, ast.Name) else None
        for where, place, given in local or ():
            if given is None:
                self.unknown_dictionaries = True
            else:
                self._dictionary(where, place, given, depth)
        return local is not None

    def _dictionary_call(self, path: str, scope: Scope, node: ast.Call, depth: int) -> bool:
        if dotted_name(node.func) == "dict":
            self.dictionaries.add((path, node.lineno, node.col_offset))
            for each in (*node.args, *(keyword.value for keyword in node.keywords if keyword.arg is None)):
                self._dictionary(path, scope, each, depth)
            return True
        dotted = dotted_name(node.func)
        obj = self.project.resolve(path, dotted, scope) if dotted is not None else None
        found = _returned(self.project, obj) if isinstance(obj, FunctionObject) else None
        for place, value in found or ():
            assert isinstance(obj, FunctionObject)
            self._dictionary(obj.path, place, value, depth)
        return found is not None

    # -- around what was found -----------------------------------------------------------------------------------------

    def _widen(self) -> None:
        """Base classes and subclasses of classes; what modules import with a star."""
        for cls in list(self.classes):
            self.classes.update(each for each in class_line(self.project, cls) if isinstance(each, ClassObject))
        for cls in list(self.classes):
            self.classes.update(self.project.subclasses(cls))
        waiting = sorted(self.modules)
        while waiting:
            path = waiting.pop()
            facts = self.project.facts(path)
            for star in facts.star_imports if facts is not None else ():
                obj = self.project.imported(path, star.module, None, star.level)
                if isinstance(obj, ModuleObject) and obj.path not in self.modules:
                    self.modules.add(obj.path)
                    waiting.append(obj.path)


def _is_near(module: str, path: str) -> bool:
    """Whether a file is in the directory of a module, below it, or in one above it."""
    home, directory = posixpath.dirname(module), posixpath.dirname(path)
    return (
        not home or not directory or directory.startswith(home) or home.startswith(directory) or "instance" in directory
    )


def _module_values(project: Project, variable: Variable) -> list[tuple[Syntax, ast.expr]]:
    """Everything that a module-level variable is given."""
    syntax = project.syntax(variable.path)
    bindings = syntax.scopes.module_scope.bindings.get(variable.name, []) if syntax is not None else []
    if syntax is None or any(each.kind != "assign" or each.value is None for each in bindings):
        return []
    return [(syntax, each.value) for each in bindings if each.value is not None]


def _local_values(
    project: Project, path: str, scope: Scope, name: str
) -> list[tuple[str, Scope, ast.expr | None]] | None:
    """What a name of a function is given, by assignment or by callers; None when that cannot be told."""
    owner = scope.lookup(name)
    if owner is None:
        return None
    found: list[tuple[str, Scope, ast.expr | None]] = []
    for binding in owner.bindings.get(name, []):
        if binding.kind == "assign" and binding.value is not None:
            found.append((path, owner, binding.value))
        elif binding.kind == "parameter":
            found += [(each.path, each.scope, each.value) for each in passed_values(project, path, owner, name)]
            found += _default_of(path, owner, name)
        elif binding.kind == "import":
            obj = project.resolve(path, name, scope)
            if obj is None:
                return None
        else:
            return None
    return found or None


def _default_of(path: str, owner: Scope, name: str) -> list[tuple[str, Scope, ast.expr | None]]:
    function = owner.node
    if not isinstance(function, FunctionNode) or owner.parent is None:
        return []
    arguments = function.args
    positional = [*arguments.posonlyargs, *arguments.args]
    pairs = [
        *zip(reversed(positional), reversed(arguments.defaults), strict=False),
        *zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True),
    ]
    return [(path, owner.parent, default) for each, default in pairs if each.arg == name]


def _returned(project: Project, function: FunctionObject) -> list[tuple[Scope, ast.expr]] | None:
    scope = scope_of_function(project, function)
    values = returned_values(project, function, scope) if scope is not None else None
    return [(scope, each) for each in values] if scope is not None and values is not None else None


@remembered
def settings_like(project: Project) -> frozenset[ClassObject | ModuleObject]:
    """Classes and modules whose names are all upper case: they can be nothing but settings."""
    found: set[ClassObject | ModuleObject] = set()
    for path in project.indexed_paths():
        facts = project.facts(path)
        if facts is None:
            continue
        assigned = [name for name, each in facts.bindings.items() if any(one.kind == "assign" for one in each)]
        public = [name for name in assigned if not name.startswith("_")]
        if len(public) > 1 and sum(name.isupper() for name in public) * 3 >= len(public) * 2:
            found.add(ModuleObject(path))
        for qualname, cls in facts.classes.items():
            names = [name for name in cls.attributes if not name.startswith("_")]
            if names and all(name.isupper() for name in names):
                found.add(ClassObject(path, qualname))
    return frozenset(found)
