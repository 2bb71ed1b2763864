"""Where an app's configuration comes from: the classes, modules, files and dictionaries that it is loaded from.

What is loaded is followed backwards (:mod:`flask_modernize.project.config_following`). Where that fails, the answer
says so.
"""

from __future__ import annotations

import ast
import posixpath
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flask_modernize.project.class_lines import class_line
from flask_modernize.project.config_following import Follower
from flask_modernize.project.config_spaces import UPDATES, Space, config_class_of
from flask_modernize.project.library_types import library_classes, library_names, may_mean
from flask_modernize.project.memory import remembered, remembered_about
from flask_modernize.project.objects import ClassObject, FunctionObject, ModuleObject

if TYPE_CHECKING:
    from flask_modernize.project.config_places import KeyPlace
    from flask_modernize.project.project import Project
    from flask_modernize.project.scopes import Scope
    from flask_modernize.project.syntax import Syntax

_FILE_LOADERS = frozenset({"from_pyfile", "from_json", "from_file"})
_OUTSIDE_LOADERS = frozenset({"from_envvar"})
_TAKERS = {
    "flask_caching.Cache": 2,
    "flask_caching.Cache.init_app": 1,
    "flask_cache.Cache": 2,
    "flask_cache.Cache.init_app": 1,
}
"""What takes settings of its own as ``config``, its number among the arguments; under the keys of ``app.config``."""
_NAMED_AS = (b"flask_cach", b"flask.ext")
"""What a project says that has one of them."""
_WORDS = (
    b"from_object",
    b"from_pyfile",
    b"from_json",
    b"from_file",
    b"from_envvar",
    b"from_mapping",
    b"update",
    b"config=",
    b"cache",
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
    are settings, ``functions`` those that make settings of their keyword arguments. ``has_unknown_...``: some load
    could not be followed.
    """

    classes: frozenset[ClassObject]
    modules: frozenset[str]
    files: frozenset[str]
    dictionaries: frozenset[tuple[str, int, int]]
    functions: frozenset[FunctionObject]
    has_unknown_objects: bool
    has_unknown_dictionaries: bool
    loads: tuple[Load, ...] = field(compare=False, default=())


@remembered
def _has_takers(project: Project) -> bool:
    return any(True for word in _NAMED_AS for _ in project.files_with(word))


@remembered_about
def config_sources(project: Project, space: Space) -> Sources:
    """Everything that configurations of the space are filled from, as far as it can be followed."""
    return _Loads(project, space).run()


@remembered_about
def config_loads(project: Project, space: Space) -> tuple[Load, ...]:
    """Every call that fills a configuration of the space, by path."""
    return config_sources(project, space).loads


def feeds(project: Project, space: Space, load: Load, places: Iterable[KeyPlace]) -> bool:
    """Whether a load may bring what one of the places writes."""
    found = _Loads(project, space).follow(load)
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


class _Loads:
    def __init__(self, project: Project, space: Space) -> None:
        self.project = project
        self.space = space
        self.follower = Follower(project)
        self.files: set[str] = set()

    def run(self) -> Sources:
        """Follows every load of the project."""
        return self.follow(*self._loads())

    def follow(self, *loads: Load) -> Sources:
        """Follows these loads."""
        for load in loads:
            self._take(load)
        self._widen()
        found = self.follower
        return Sources(
            frozenset(found.classes),
            frozenset(found.modules),
            frozenset(self.files),
            frozenset(found.dictionaries),
            frozenset(found.functions),
            found.unknown_objects,
            found.unknown_dictionaries,
            loads,
        )

    # -- loads ---------------------------------------------------------------------------------------------------------

    def _loads(self) -> Iterator[Load]:
        for path in sorted({path for word in _WORDS for path in self.project.files_with(word)}):
            syntax = self.project.syntax(path)
            for node in list(syntax.scopes.of_kind(ast.Call)) if syntax is not None else ():
                if syntax is not None:
                    load = self._load(syntax, node)
                    if load is not None:
                        yield load

    def _load(self, syntax: Syntax, call: ast.Call) -> Load | None:
        function = call.func
        given = self._taken(syntax, call)
        if given is not None:
            return Load(syntax, syntax.scopes.scope_of(call), call, given, "config=")
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
        if method in UPDATES:  # which other objects have too
            answer = self.space.cls in library_classes(self.project, syntax.path, function.value, scope)
        else:
            answer = config_class_of(self.project, self.space, syntax.path, function.value, scope) is not False
        return Load(syntax, scope, call, function.value, method) if answer else None

    def _taken(self, syntax: Syntax, call: ast.Call) -> ast.expr | None:
        """What an extension takes as settings of its own."""
        named = next((each.value for each in call.keywords if each.arg == "config"), None)
        if self.space.on_application or (named is None and len(call.args) < 2) or not _has_takers(self.project):
            return None
        scope = syntax.scopes.scope_of(call)
        if not may_mean(self.project, syntax.path, call.func, scope, _TAKERS):
            return None
        for name in sorted(library_names(self.project, syntax.path, call.func, scope) & _TAKERS.keys()):
            return named or next(iter(call.args[_TAKERS[name] :]), None)
        return None

    def _take(self, load: Load) -> None:
        path = load.syntax.path
        if load.method == "config=":
            self.follower.take_dictionary(path, load.scope, load.config)
            return
        if load.method in UPDATES:
            for each in load.call.args:
                self.follower.take_dictionary(path, load.scope, each)
            for keyword in load.call.keywords:
                if keyword.arg is None:
                    self.follower.take_dictionary(path, load.scope, keyword.value)
            return
        argument = load.call.args[0] if load.call.args else None
        if argument is None and load.call.keywords:
            argument = load.call.keywords[0].value
        if load.method in _OUTSIDE_LOADERS or argument is None:
            self.follower.unknown_objects = True
            return
        if load.method in _FILE_LOADERS:
            self._file(load, argument)
        else:
            self.follower.take_object(path, load.scope, argument)

    def _file(self, load: Load, argument: ast.expr) -> None:
        """Files of the tree that have the name that is loaded, next to the module or in an instance folder."""
        names = [
            each.value for each in ast.walk(argument) if isinstance(each, ast.Constant) and isinstance(each.value, str)
        ]
        name = posixpath.basename(names[-1]) if names else ""
        if "." not in name:
            self.follower.unknown_objects = True
            return
        found = [each for each in self.project.tree.paths if posixpath.basename(each) == name]
        near = [each for each in found if _is_near(load.syntax.path, each)]
        self.files.update(near)

    # -- around what was found -----------------------------------------------------------------------------------------

    def _widen(self) -> None:
        """Base classes and subclasses of classes; what modules import with a star."""
        classes, modules = self.follower.classes, self.follower.modules
        for cls in list(classes):
            classes.update(each for each in class_line(self.project, cls) if isinstance(each, ClassObject))
        for cls in list(classes):
            classes.update(self.project.subclasses(cls))
        waiting = sorted(modules)
        while waiting:
            path = waiting.pop()
            facts = self.project.facts(path)
            for star in facts.star_imports if facts is not None else ():
                obj = self.project.imported(path, star.module, None, star.level)
                if isinstance(obj, ModuleObject) and obj.path not in modules:
                    modules.add(obj.path)
                    waiting.append(obj.path)


def _is_near(module: str, path: str) -> bool:
    """Whether a file is in the directory of a module, below it, or in one above it."""
    home, directory = posixpath.dirname(module), posixpath.dirname(path)
    return (
        not home or not directory or directory.startswith(home) or home.startswith(directory) or "instance" in directory
    )


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
