"""Which classes of a project are mapped, by what, and what their ``query`` attribute is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from flask_modernize.facts import Sketch
from flask_modernize.facts.sketch import sketch
from flask_modernize.project.class_lines import class_facts, class_line, described_line, scope_around, untold_bases
from flask_modernize.project.databases import (
    STOCK_QUERIES,
    Database,
    database_of,
    query_overrides,
    query_property_session,
)
from flask_modernize.project.memory import remembered_structure
from flask_modernize.project.objects import ClassObject, External, Member, Object, Variable
from flask_modernize.project.other_names import (
    classes_below,
    classes_in,
    files_calling,
    other_names,
    words_of,
)

if TYPE_CHECKING:
    from flask_modernize.project.project import Project
    from flask_modernize.project.scopes import Scope


@dataclass(frozen=True, slots=True)
class Registry:
    """What maps a class: ``db.Model`` or a declarative base.

    ``root`` is what the class line reaches; ``model_class`` the project class that the root inherits from;
    ``reflected`` when tables and relationships come from the database (automap).
    """

    root: Object
    database: Database | None
    model_class: Object | None = None
    reflected: bool = False
    decorated: bool = False
    """Whether the root is the class under ``@as_declarative()``."""


_BASE_FACTORIES = frozenset(
    {
        "sqlalchemy.ext.declarative.declarative_base",
        "sqlalchemy.ext.declarative.api.declarative_base",
        "sqlalchemy.ext.automap.automap_base",
        "sqlalchemy.orm.declarative_base",
        "sqlalchemy.orm.decl_api.declarative_base",
    }
)
_BASE_CLASSES = frozenset(
    {
        "flask_appbuilder.Model",
        "flask_appbuilder.models.sqla.Model",
        "sqlalchemy.orm.DeclarativeBase",
        "sqlalchemy.orm.DeclarativeBaseNoMeta",
        "sqlalchemy.orm.decl_api.DeclarativeBase",
        "sqlalchemy.orm.decl_api.DeclarativeBaseNoMeta",
        "sqlalchemy_helpers.Base",
        "sqlalchemy_helpers.manager.Base",
    }
)
_DECORATORS = frozenset(
    {
        "sqlalchemy.ext.declarative.api.as_declarative",
        "sqlalchemy.ext.declarative.as_declarative",
        "sqlalchemy.orm.decl_api.as_declarative",
        "sqlalchemy.orm.as_declarative",
    }
)
_HARMLESS_PACKAGES = frozenset(
    {
        "abc",
        "authlib",
        "builtins",
        "collections",
        "dataclasses",
        "datetime",
        "enum",
        "flask",
        "flask_appbuilder",
        "flask_dance",
        "flask_login",
        "flask_principal",
        "flask_security",
        "flask_sqlalchemy",
        "flask_user",
        "itsdangerous",
        "json",
        "six",
        "sqlalchemy",
        "sqlalchemy_continuum",
        "sqlalchemy_mptt",
        "sqlalchemy_searchable",
        "sqlalchemy_serializer",
        "sqlalchemy_utils",
        "typing",
        "typing_extensions",
        "werkzeug",
    }
)
"""Packages none of whose mixins gives a model a ``query``."""

_BUILTIN_BASES = frozenset({"object", "Exception", "dict", "str", "int", "list"})


def is_harmless(base: External) -> bool:
    """Whether an external base is known to leave ``query`` alone."""
    if base.name.endswith(".DeferredReflection"):
        return False  # brings columns and relationships from the database
    return base.name in _BUILTIN_BASES or base.name.partition(".")[0] in _HARMLESS_PACKAGES


_BASE_WORDS = frozenset(name.rpartition(".")[2] for name in _BASE_CLASSES) | {"Model"}
_FACTORY_WORDS = frozenset(name.rpartition(".")[2] for name in _BASE_FACTORIES) | {
    "generate_base",
    "make_declarative_base",
}
_DECORATOR_WORDS = frozenset(name.rpartition(".")[2] for name in _DECORATORS) | {"mapped"}


@remembered_structure
def registries(project: Project) -> Mapping[ClassObject, Registry]:
    """Every class of the project that descends from ``db.Model`` or from a declarative base, by path and place."""
    factories = other_names(project, _FACTORY_WORDS)
    made = {*files_calling(project, factories.words), *(path for path, _ in factories.local)}
    variables = (name for path in made for name in _made_in(project, path, factories.words))
    words = {*_BASE_WORDS, *factories.words, *variables}
    alone = [cls for path in made for cls, _ in classes_in(project, path) if "<locals>" in cls.qualname]
    decorators = "|".join(sorted(other_names(project, _DECORATOR_WORDS).words))
    decorated = re.compile(rb"@[^\n]*\b(?:" + decorators.encode() + rb")\b")
    for path in project.files_with(decorated):
        alone += [cls for cls, described in classes_in(project, path) if described.decorators]
    return classes_below(project, words, lambda cls: _registry(project, cls), alone)


def _made_in(project: Project, path: str, factories: frozenset[str]) -> Iterator[str]:
    """The variables of a module that are assigned what a function of one of the names gives."""
    facts = project.facts(path)
    for name, bindings in facts.bindings.items() if facts is not None else ():
        values = [each.value for each in bindings if each.value is not None]
        if any(value[0] == "call" and not factories.isdisjoint(words_of(value[1])) for value in values):
            yield name


def _registry(project: Project, cls: ClassObject) -> Registry | None:
    for each in class_line(project, cls):
        registry = _as_registry(project, each)
        if registry is not None:
            return registry
    for holder, base in untold_bases(project, cls):
        registry = _called_registry(project, holder, base)
        if registry is not None:
            return registry
    return None


def _as_registry(project: Project, obj: Object) -> Registry | None:
    """The registry behind one object in the line of a class."""
    if isinstance(obj, Member) and obj.name == "Model":
        database = database_of(project, obj.of)
        return Registry(obj, database, database.model_class) if database is not None else None
    if isinstance(obj, External) and obj.name in _BASE_CLASSES:
        return Registry(obj, None)
    if isinstance(obj, Variable):
        binding = project.binding(obj)
        value = binding.value if binding is not None else None
        return _from_call(project, obj.path, value, obj) if value is not None else None
    if isinstance(obj, ClassObject):
        return _decorated(project, obj)
    return None


def _sqlalchemy_name(project: Project, path: str, dotted: str, scope: Scope | None = None) -> Object | None:
    """What a name means; one imported from several places of SQLAlchemy (``except ImportError``) is the last."""
    obj = project.resolve(path, dotted, scope)
    facts = project.facts(path) if obj is None else None
    bindings = facts.bindings.get(dotted, ()) if facts is not None else ()
    modules = [each.module or "" for each in bindings if each.kind == "import" and each.name == dotted]
    if not modules or len(modules) < len(bindings) or not all(each.startswith("sqlalchemy.") for each in modules):
        return obj
    return External(f"{modules[-1]}.{dotted}")


def _decorated(project: Project, cls: ClassObject) -> Registry | None:
    """``@as_declarative() class Base`` and ``@registry.mapped class User``."""
    facts = class_facts(project, cls)
    for decorator in facts.decorators if facts is not None else ():
        function = decorator[1] if decorator[0] == "call" else decorator
        scope = scope_around(project, cls)
        obj = _sqlalchemy_name(project, cls.path, function[1], scope) if function[0] == "name" else None
        if isinstance(obj, External) and obj.name in _DECORATORS:
            return Registry(cls, None, decorated=True)
        if isinstance(obj, Member) and obj.name == "mapped" and _is_sqlalchemy_registry(project, obj.of):
            return Registry(obj.of, None)
    return None


def _is_sqlalchemy_registry(project: Project, obj: Object) -> bool:
    binding = project.binding(obj) if isinstance(obj, Variable) else None
    value = binding.value if binding is not None else None
    if value is None or value[0] != "call" or value[1][0] != "name" or not isinstance(obj, Variable):
        return False
    made = project.resolve(obj.path, value[1][1])
    return isinstance(made, External) and made.name in {"sqlalchemy.orm.registry", "sqlalchemy.orm.decl_api.registry"}


def _from_call(project: Project, path: str, value: Sketch, root: Object, scope: Scope | None = None) -> Registry | None:
    """The registry that ``declarative_base(...)`` or ``db.make_declarative_base(...)`` makes."""
    if value[0] != "call" or value[1][0] != "name":
        return None
    made = _sqlalchemy_name(project, path, value[1][1], scope)
    keywords = dict(value[3])
    given = keywords.get("cls") or keywords.get("model")
    model_class = project.resolve(path, given[1]) if given is not None and given[0] == "name" else None
    if model_class == root and isinstance(root, Variable):
        model_class = ClassObject(path, root.name)  # the base takes the name of the class that it is made from
    if isinstance(made, External) and made.name in _BASE_FACTORIES:
        return Registry(root, None, model_class, reflected=made.name.endswith("automap_base"))
    if isinstance(made, Member) and made.name == "make_declarative_base":
        database = database_of(project, made.of)
        if value[2] and value[2][0][0] == "name":
            model_class = project.resolve(path, value[2][0][1])
        return Registry(root, database, model_class) if database is not None else None
    if isinstance(made, Member) and made.name == "generate_base" and _is_sqlalchemy_registry(project, made.of):
        return Registry(root, None, model_class)
    return None


def _called_registry(project: Project, holder: ClassObject, base: Sketch) -> Registry | None:
    """See :func:`_find_called_registry`; a base of many classes is looked at once."""
    answers = _called_registries(project)
    key = (holder, base)
    if key not in answers:
        answers[key] = _find_called_registry(project, holder, base)
    return answers[key]


@remembered_structure
def _called_registries(_: Project) -> dict[tuple[ClassObject, Sketch], Registry | None]:
    return {}


def _find_called_registry(project: Project, holder: ClassObject, base: Sketch) -> Registry | None:
    """The registry of ``class User(declarative_base())``, or of a base that a function makes for the classes inside
    it.
    """
    if base[0] != "name":
        return _from_call(project, holder.path, base, holder)
    scope = scope_around(project, holder)
    owner = scope.lookup(base[1]) if scope is not None else None
    bindings = owner.bindings.get(base[1], []) if owner is not None and owner.kind == "function" else []
    if len(bindings) != 1 or bindings[0].value is None:
        return None
    made = _from_call(project, holder.path, sketch(bindings[0].value), holder, scope)
    return replace(made, reflected=True) if made is not None else None


# --- what ``cls.query`` is ---


def line_with_model_class(project: Project, cls: ClassObject, registry: Registry) -> tuple[Object, ...]:
    """The line of the class, followed by that of the class that its base was made from."""
    line = class_line(project, cls)
    if isinstance(registry.model_class, ClassObject):
        line += class_line(project, registry.model_class)
    return tuple(dict.fromkeys(line))


def open_bases(project: Project, cls: ClassObject, registry: Registry) -> tuple[str, ...]:
    """The bases that could bring anything: not in the project and not known to be harmless. Dotted."""
    found: list[str] = []
    model_class = (registry.model_class,) if isinstance(registry.model_class, ClassObject) else ()
    for start in (cls, *model_class):
        for holder, base in untold_bases(project, start):
            if _called_registry(project, holder, base) is None:
                found.append(_written(base))
    for obj in line_with_model_class(project, cls, registry):
        if isinstance(obj, ClassObject) or obj == registry.root or _as_registry(project, obj) is not None:
            continue
        if not (isinstance(obj, External) and is_harmless(obj)):
            found.append(dotted(obj))
    if isinstance(registry.model_class, External) and not is_harmless(registry.model_class):
        found.append(registry.model_class.name)
    return tuple(dict.fromkeys(found))


def _written(base: Sketch) -> str:
    if base[0] == "name":
        return str(base[1])
    return f"{_written(base[1])}(...)" if base[0] == "call" else "an expression"


def dotted(obj: Object) -> str:
    """An object as a reader would write it."""
    if isinstance(obj, External):
        return obj.name
    if isinstance(obj, Member):
        return f"{dotted(obj.of)}.{obj.name}"
    return obj.name if isinstance(obj, ClassObject | Variable) else str(getattr(obj, "qualname", obj))


def query_property_of(project: Project, cls: ClassObject, registry: Registry) -> Variable | None:
    """The scoped session behind ``Base.query = session.query_property()``, set in a class body or from outside."""
    for target in (*line_with_model_class(project, cls, registry), registry.root):
        for override in query_overrides(project).get(target, ()):
            if override.name == "query":
                return override.session
        if isinstance(target, ClassObject):
            written = _attribute(project, target, "query")
            if written is not None:
                return query_property_session(project, target.path, written)
    return None


def _attribute(project: Project, cls: ClassObject, name: str) -> Sketch | None:
    for each, facts in described_line(project, cls):
        if each == cls and name in facts.attributes:
            return facts.attributes[name][-1].value or ("other",)
    return None


def own_query(project: Project, cls: ClassObject, registry: Registry) -> str:
    """Empty, or why ``cls.query`` is not the stock query, as far as the class line says."""
    return next(_own_queries(project, cls, registry), "")


def _own_queries(project: Project, cls: ClassObject, registry: Registry) -> Iterator[str]:
    overrides = query_overrides(project)
    line = line_with_model_class(project, cls, registry)
    for target in (*line, registry.root):
        for override in overrides.get(target, ()):
            if override.name in {"query", "query_class"} and override.session is None:
                yield f"{override.target}.{override.name} is assigned at {override.path}:{override.line}"
    for holder in line:
        if isinstance(holder, ClassObject):
            yield from _queries_in_body(project, holder)
    for base in open_bases(project, cls, registry):
        yield f"base class {base} is not in the project"
    database = registry.database
    if database is not None and (database.custom_query or database.model_query):
        yield database.custom_query or database.model_query
    if registry.reflected:
        yield "its base is made by automap_base()"


def _queries_in_body(project: Project, cls: ClassObject) -> Iterator[str]:
    facts = next((facts for each, facts in described_line(project, cls) if each == cls), None)
    if facts is None:
        return
    for name in ("query_class", "query"):
        if name in facts.methods:
            yield f"{cls.name} has a method {name}"
        elif name in facts.attributes:
            value = facts.attributes[name][-1].value
            if value is None or not _leaves_stock(project, cls, name, value):
                yield f"{cls.name} has its own {name}"


def _leaves_stock(project: Project, cls: ClassObject, name: str, value: Sketch) -> bool:
    if name == "query":
        return query_property_session(project, cls.path, value) is not None
    obj = project.resolve(cls.path, value[1]) if value[0] == "name" else None
    return isinstance(obj, External) and obj.name in STOCK_QUERIES
