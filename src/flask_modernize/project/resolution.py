"""What a dotted name means: followed through imports, aliases, stars and re-exports to the thing itself.

Nothing is guessed. A name that is bound twice to different things, or through something that cannot be read off the
source, means None; so does everything that would need the program to run.
"""

from __future__ import annotations

import builtins
from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING

from flask_modernize.facts import Binding, ModuleFacts, Sketch, StarImport
from flask_modernize.facts.sketch import dotted_name
from flask_modernize.project.modules import ModuleFinder
from flask_modernize.project.objects import (
    ClassObject,
    External,
    FunctionObject,
    Member,
    ModuleObject,
    Object,
    Variable,
    external,
)

if TYPE_CHECKING:
    from flask_modernize.project.scopes import LocalBinding, Scope

_BUILTINS = frozenset(dir(builtins))
_ABSENT = object()
CARRIERS = frozenset({"flask_marshmallow.Marshmallow"})
"""Classes of libraries whose objects have classes as attributes that applications inherit from."""
MAX_DEPTH = 60
"""How many names are followed before giving up; real chains of re-exports have fewer than ten."""


class Resolver:
    """Resolves names over one tree; remembers its answers."""

    def __init__(
        self,
        finder: ModuleFinder,
        facts: Callable[[str], ModuleFacts | None],
        scope_of_class: Callable[[ClassObject], Scope | None],
        may_bind_around: Callable[[ClassObject, str], bool],
    ) -> None:
        self._finder = finder
        self._may_bind_around = may_bind_around
        self._facts = facts
        self._scope_of_class = scope_of_class
        self._known: dict[tuple[str, str], Object | None] = {}
        self._active: set[tuple[object, str]] = set()
        self._cut = False

    def take_over(self, other: Resolver, but: Collection[str]) -> None:
        """Takes over the answers about other names than those of ``but``, which must be the same here."""
        self._known |= {key: found for key, found in other._known.items() if key[1] not in but}

    # -- names at module scope -----------------------------------------------------------------------------------------

    def resolve(self, path: str, dotted: str) -> Object | None:
        """What ``dotted`` means at module scope of ``path``."""
        first, *rest = dotted.split(".")
        return self._members(self.attribute_of_module(path, first), rest)

    def resolve_in(self, path: str, dotted: str, scope: Scope) -> Object | None:
        """What ``dotted`` means where ``scope`` is the innermost scope of ``path``."""
        first, *rest = dotted.split(".")
        return self._members(self._local(path, first, scope), rest)

    def _members(self, found: Object | None, names: Sequence[str]) -> Object | None:
        for name in names:
            if found is None:
                return None
            found = self.member(found, name)
        return found

    def member(self, of: Object, name: str) -> Object | None:
        """The attribute ``name`` of an object."""
        if isinstance(of, External):
            return external(f"{of.name}.{name}")
        if isinstance(of, ModuleObject):
            return self.attribute_of_module(of.path, name)
        if isinstance(of, ClassObject):
            return self._class_attribute(of, name)
        return Member(of, name)

    def _class_attribute(self, of: ClassObject, name: str) -> Object:
        facts = self._facts(of.path)
        if facts is not None:
            qualname = f"{of.qualname}.{name}"
            if qualname in facts.classes:
                return ClassObject(of.path, qualname)
            if qualname in facts.functions:
                return FunctionObject(of.path, qualname)
        return Member(of, name)

    def attribute_of_module(self, path: str, name: str) -> Object | None:
        """What ``name`` is as an attribute of the module at ``path``, its submodules included."""
        key = (path, name)
        if key in self._known:
            return self._known[key]
        if key in self._active or len(self._active) >= MAX_DEPTH:
            # A cycle: the question is answered without this way round, and the answer is kept only by whoever began.
            self._cut = True
            return None
        self._active.add(key)
        try:
            found = self._attribute_of_module(path, name)
        finally:
            self._active.discard(key)
        if not self._cut or not self._active:
            self._known[key] = found
        if not self._active:
            self._cut = False
        return found

    def _attribute_of_module(self, path: str, name: str) -> Object | None:
        facts = self._facts(path)
        if facts is not None:
            bindings = facts.bindings.get(name)
            if bindings:
                found = self._unified(path, name, bindings)
                return found if self._stars_agree(path, name, found, facts, bindings[-1].line) else None
            if facts.star_imports and (starred := self._starred(path, name, facts.star_imports)) is not _ABSENT:
                return starred  # type: ignore[return-value]
        submodule = self._finder.submodule(path, name)
        return None if submodule is None else ModuleObject(submodule)

    # -- several bindings ----------------------------------------------------------------------------------------------

    def _unified(self, path: str, name: str, bindings: Sequence[Binding]) -> Object | None:
        """The one thing that all bindings agree on; ``name = None`` and bare annotations have no say beside others."""
        real = [each for each in bindings if not is_placeholder(each)] or list(bindings)
        if any(each.kind == "other" for each in real):
            return None
        if self._is_remade(path, name, real):
            return Variable(path, name)
        if len(real) > 1 and all(each.kind == real[0].kind != "import" for each in real) and not _all_aliases(real):
            return None
        found = {self._meaning(path, name, each) for each in real}
        return found.pop() if len(found) == 1 else None

    def _is_remade(self, path: str, name: str, bindings: Sequence[Binding]) -> bool:
        """Whether a class only serves to make the base that takes its name: ``Model = declarative_base(cls=Model)``.

        No other class may stand between the two: it could inherit from the first.
        """
        if len(bindings) != 2 or any(each.conditional for each in bindings):
            return False
        first, second = bindings
        made, facts = second.value, self._facts(path)
        if (first.kind, second.kind) != ("class", "assign") or made is None or made[0] != "call" or facts is None:
            return False
        makes_base = made[1][0] == "name" and made[1][1].rpartition(".")[2] == "declarative_base"
        between = (each for each in facts.classes.values() if first.line < each.line < second.line)
        return makes_base and ("cls", ("name", name)) in made[3] and not any(between)

    def _meaning(self, path: str, name: str, binding: Binding) -> Object | None:
        if binding.kind == "import":
            return self.imported(path, binding.module, binding.name, binding.level, name)
        if binding.kind == "class":
            return self._class(path, binding.qualname or name)
        if binding.kind == "function":
            return FunctionObject(path, binding.qualname or name)
        alias = _alias(binding.value)
        if alias is not None and alias.partition(".")[0] != name:
            target = self.resolve(path, alias)
            if target is not None or self._facts_bind(path, alias.partition(".")[0]):
                return target
        return Variable(path, name)

    def _class(self, path: str, qualname: str) -> ClassObject | None:
        facts = self._facts(path)
        described = facts.classes.get(qualname) if facts is not None else None
        return ClassObject(path, qualname) if described is not None and described.definitions == 1 else None

    def imported(self, path: str, module: str | None, name: str | None, level: int, bound: str) -> Object | None:
        """What ``from module import name`` (``import module`` when ``name`` is None) binds in the file ``path``.

        ``bound`` is the name that the module itself gives it, empty in an inner scope.
        """
        target = self._module(path, module, level)
        if name is None or target is None:
            return target
        if isinstance(target, External):
            return external(f"{target.name}.{name}")
        if level == 0 and self._finder.is_beside(module or "", path) and not self._has(target.path, name):
            return self._member_of_module(path, self._module(path, module, level, beside=False), name, bound)
        return self._member_of_module(path, target, name, bound)

    def _member_of_module(
        self, path: str, target: ModuleObject | External | None, name: str, bound: str
    ) -> Object | None:
        if target is None:
            return None
        if isinstance(target, External):
            return external(f"{target.name}.{name}")
        if target.path == path and bound == name:
            # ``from . import models`` in the package itself can only mean the submodule.
            found = None
        else:
            found = self.attribute_of_module(target.path, name)
        if found is not None or self._binds(target.path, name, but=path):
            return found
        submodule = self._finder.submodule(target.path, name)
        return None if submodule is None else ModuleObject(submodule)

    def _has(self, path: str, name: str) -> bool:
        """Whether a module may have the attribute, by what it says itself."""
        facts = self._facts(path)
        bound = facts is not None and (name in facts.bindings or bool(facts.star_imports))
        return bound or self._finder.submodule(path, name) is not None

    def _binds(self, path: str, name: str, but: str) -> bool:
        """Whether the module binds the name itself, so that a submodule of that name is not meant."""
        facts = self._facts(path)
        if path == but or facts is None:
            return False
        return any(each.kind != "import" or each.name is None for each in facts.bindings.get(name, ()))

    def _module(
        self, path: str, module: str | None, level: int, *, beside: bool = True
    ) -> ModuleObject | External | None:
        if level:
            found = self._finder.relative(level, module, path)
            return None if found is None else ModuleObject(found)
        found = self._finder.find(module or "", path, beside=beside)
        if found is not None:
            return ModuleObject(found)
        if module and self._finder.find(module.partition(".")[0], path, beside=False) is not None:
            return None
        return external(module) if module else None

    # -- star imports --------------------------------------------------------------------------------------------------

    def _starred(self, path: str, name: str, stars: Sequence[StarImport]) -> object:
        """What the star imports give for ``name``: the last that has it wins. ``_ABSENT`` when none can have it."""
        outside: list[str] = []
        for star in reversed(stars):
            target = self._module(path, star.module, star.level)
            if isinstance(target, External):
                outside.append(target.name)
            elif isinstance(target, ModuleObject) and target.path != path and self._exports(target.path, name):
                found = self.attribute_of_module(target.path, name)
                if found is not None or self._facts_bind(target.path, name):
                    return found
        if len(outside) == 1 and name not in _BUILTINS and not name.startswith("_"):
            if self._finder.submodule(path, name) is not None:
                return _ABSENT
            return external(f"{outside[0]}.{name}")
        return _ABSENT

    def _facts_bind(self, path: str, name: str) -> bool:
        facts = self._facts(path)
        return facts is not None and name in facts.bindings

    def _exports(self, path: str, name: str) -> bool:
        facts = self._facts(path)
        if facts is None:
            return False
        return name in facts.exports if facts.exports is not None else not name.startswith("_")

    def _stars_agree(self, path: str, name: str, found: Object | None, facts: ModuleFacts, last: int) -> bool:
        """Whether no star import below the last binding puts something else in its place."""
        later = [star for star in facts.star_imports if star.line > last]
        for star in later:
            target = self._module(path, star.module, star.level)
            if not isinstance(target, ModuleObject) or target.path == path or not self._exports(target.path, name):
                continue
            if self._brings_back(target.path, name, path):
                continue
            if self._facts_bind(target.path, name) and self.attribute_of_module(target.path, name) != found:
                return False
        return True

    def _brings_back(self, path: str, name: str, home: str) -> bool:
        """Whether a module has the name from nowhere but the module ``home``, where it is called the same."""
        facts = self._facts(path)
        bindings = facts.bindings.get(name, ()) if facts is not None else ()
        return bool(bindings) and all(
            each.kind == "import"
            and each.name == name
            and self._module(path, each.module, each.level) == ModuleObject(home)
            for each in bindings
        )

    # -- names in functions and classes --------------------------------------------------------------------------------

    def _local(self, path: str, name: str, scope: Scope) -> Object | None:
        owner = scope.lookup(name)
        if owner is None or owner.parent is None:
            return self.attribute_of_module(path, name)
        key = (owner, name)
        if key in self._active or len(self._active) >= MAX_DEPTH:
            self._cut = True
            return None
        self._active.add(key)
        try:
            found = {self._local_meaning(path, name, each, owner) for each in owner.bindings.get(name, ())}
        finally:
            self._active.discard(key)
        if not self._active:
            self._cut = False
        return found.pop() if len(found) == 1 and _single(owner.bindings[name]) else None

    def _local_meaning(self, path: str, name: str, binding: LocalBinding, owner: Scope) -> Object | None:
        if binding.kind == "import":
            return self.imported(path, binding.module, binding.name, binding.level, "")
        qualname = f"{owner.qualname}.{name}" if owner.kind == "class" else f"{owner.qualname}.<locals>.{name}"
        if binding.kind == "class":
            return self._class(path, qualname)
        if binding.kind == "function":
            return FunctionObject(path, qualname)
        if binding.kind != "assign" or binding.value is None:
            return None
        alias = dotted_name(binding.value)
        if alias is not None and alias.partition(".")[0] != name:
            return self.resolve_in(path, alias, owner)
        return Member(ClassObject(path, owner.qualname), name) if owner.kind == "class" else None

    # -- bases ---------------------------------------------------------------------------------------------------------

    def base(self, of: ClassObject, sketch: Sketch) -> Object | None:
        """What an expression in the base list of a class means; ``Generic[T]`` is ``Generic``, a call is None."""
        if sketch[0] == "subscript":
            return self.base(of, sketch[1])
        if sketch[0] != "name":
            return None
        dotted: str = sketch[1]
        if "." not in of.qualname or not self._may_bind_around(of, dotted.partition(".")[0]):
            found = self.resolve(of.path, dotted)
            return self._carried(found) if found is not None else self._builtin(of.path, dotted)
        scope = self._scope_of_class(of)
        if scope is None:
            return None
        found = self.resolve_in(of.path, dotted, scope)
        if found is not None:
            return self._carried(found)
        return self._builtin(of.path, dotted) if scope.lookup(dotted) is None else None

    def _carried(self, base: Object) -> Object:
        """``ma.Schema`` as the library's class, where ``ma`` is made by a class of :data:`CARRIERS`."""
        if not (isinstance(base, Member) and isinstance(base.of, Variable)):
            return base
        facts = self._facts(base.of.path)
        bindings = facts.bindings.get(base.of.name, ()) if facts is not None else ()
        made = [each.value[1] for each in bindings if each.value is not None and each.value[0] == "call"]
        if len(bindings) == 1 and made and made[0][0] == "name":
            cls = self.resolve(base.of.path, made[0][1])
            if isinstance(cls, External) and cls.name in CARRIERS:
                return External(f"{cls.name}.{base.name}")
        return base

    def _builtin(self, path: str, name: str) -> External | None:
        """The builtin of that name, unless the module has something of its own (if only by a star) in its place."""
        if name not in _BUILTINS or self._facts_bind(path, name):
            return None
        facts = self._facts(path)
        stars = facts.star_imports if facts is not None else ()
        return External(name) if self._starred(path, name, stars) is _ABSENT else None


def is_placeholder(binding: Binding) -> bool:
    """``name = None`` and ``name: type`` only announce a name that is given its value elsewhere."""
    return binding.kind == "assign" and (binding.value is None or binding.value == ("const", None))


def _alias(value: Sketch | None) -> str | None:
    return value[1] if value is not None and value[0] == "name" else None


def _all_aliases(bindings: Sequence[Binding]) -> bool:
    return all(each.kind == "assign" and _alias(each.value) is not None for each in bindings)


def _single(bindings: Sequence[LocalBinding]) -> bool:
    return len(bindings) == 1 or all(each.kind == "import" for each in bindings)
