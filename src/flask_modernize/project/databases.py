"""Flask-SQLAlchemy instances of a project, and what changes the queries that they make."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from flask_modernize.facts import Binding, Sketch
from flask_modernize.facts.sketch import dotted_name, sketch
from flask_modernize.project.class_lines import class_line, described_line
from flask_modernize.project.kept_databases import kept_databases
from flask_modernize.project.memory import remembered, remembered_structure
from flask_modernize.project.objects import ClassObject, External, FunctionObject, Member, Object, Variable
from flask_modernize.project.other_names import classes_below, files_calling, other_names, words_of
from flask_modernize.project.parsed import GLOBALS, saying

if TYPE_CHECKING:
    from flask_modernize.project.project import Project


@dataclass(frozen=True, slots=True)
class Database:
    """One Flask-SQLAlchemy instance, known by the variable that it is created in."""

    variable: Variable
    custom_query: str
    """Empty, or why ``select()`` would not do what this instance's queries do (its own query class)."""
    model_query: str = ""
    """Empty, or why ``Model.query`` of its models is not the stock query though that of its session is."""
    model_class: Object | None = None
    """What ``SQLAlchemy(model_class=...)`` was given: the class that ``db.Model`` inherits from."""
    replaced: str = ""
    """Empty, or where the program puts something else in place of its session."""


@dataclass(frozen=True, slots=True, order=True)
class QueryListener:
    """A listener on queries themselves: it sees ``Query`` but not ``select()``. ``line`` is 1-based."""

    event: str
    path: str
    line: int


@dataclass(frozen=True, slots=True, order=True)
class QueryOverride:
    """``target.name = value`` outside the class: gives an existing class or instance another ``query``.

    ``session`` is the scoped session of ``Base.query = session.query_property()``.
    """

    path: str
    line: int
    target: str
    name: str
    session: Variable | None


STOCK_DATABASES = frozenset(
    {
        "flask_sqlalchemy.SQLAlchemy",
        "flask_sqlalchemy.extension.SQLAlchemy",
        "flask_appbuilder.SQLA",
        "flask_appbuilder.models.sqla.SQLA",
    }
)
"""Flask-AppBuilder's subclass leaves queries as they are."""

STOCK_QUERY_PROPERTIES = frozenset({"flask_sqlalchemy._QueryProperty", "flask_sqlalchemy.model._QueryProperty"})
"""What ``db.Model.query`` is: gives ``query_class`` the session of the instance."""

STOCK_QUERIES = frozenset(
    {
        "flask_sqlalchemy.BaseQuery",
        "flask_sqlalchemy.query.Query",
        "sqlalchemy.orm.Query",
        "sqlalchemy.orm.query.Query",
    }
)


def databases(project: Project) -> tuple[Database, ...]:
    """Every Flask-SQLAlchemy instance held by a module-level variable of the project, by path and name."""
    return tuple(dict.fromkeys(_by_variable(project).values()))


def database_of(project: Project, obj: Object | None) -> Database | None:
    """The instance that a resolved expression such as ``db`` is, or None."""
    if not isinstance(obj, Variable):
        return None
    return _by_variable(project).get(obj) or _returned_database(project, obj)


def _returned_database(project: Project, variable: Variable) -> Database | None:
    """The database of ``db = initialise(app)`` where the project's ``initialise`` returns one that exists."""
    value = variable_value(project, variable)
    if value is None or value[0] != "call" or value[1][0] != "name":
        return None
    function = project.resolve(variable.path, value[1][1])
    facts = project.facts(function.path) if isinstance(function, FunctionObject) else None
    if facts is None or not isinstance(function, FunctionObject) or function.qualname not in facts.functions:
        return None
    returned = project.returned(function.path, facts.functions[function.qualname]) or ()
    names = [each[1] for each in returned if each[0] == "name"]
    found = {_by_variable(project).get(_variable(project, function.path, name)) for name in names}
    return found.pop() if len(found) == 1 and len(names) == len(returned) else None


def _variable(project: Project, path: str, name: str) -> Variable:
    obj = project.resolve(path, name)
    return obj if isinstance(obj, Variable) else Variable(path, "")


@remembered_structure
def _by_variable(project: Project) -> Mapping[Variable, Database]:
    found: dict[Variable, Database] = {}
    makers = _names_of_databases(project)
    for path in files_calling(project, makers):
        facts = project.facts(path)
        for name, bindings in sorted(facts.bindings.items()) if facts is not None else ():
            if not any(each.kind == "other" or _may_call(makers, each.value) for each in bindings):
                continue
            creation = _creation(project, path, name, bindings)
            if creation is not None:
                variable = Variable(path, name)
                found[variable] = _database(project, variable, path, creation)
    return found or _kept_in_classes(project)


def _kept_in_classes(project: Project) -> dict[Variable, Database]:
    found: dict[Variable, Database] = {}
    for kept in kept_databases(project, partial(creates_database, project)):
        others = kept.variables[1:]
        if not any(_written_over(project, each, ("Query", "session")) for each in others):
            found |= dict.fromkeys(kept.variables, _database(project, kept.variables[0], kept.path, kept.creation))
    return found


def _names_of_databases(project: Project) -> frozenset[str]:
    """What the stock classes and their subclasses may be called in the project."""
    words = {name.rpartition(".")[2] for name in STOCK_DATABASES}
    below = classes_below(project, words, lambda cls: _is_database_class(project, cls) or None)
    return other_names(project, {*words, *(cls.name for cls in below)}).words


def _may_call(names: frozenset[str], value: Sketch | None) -> bool:
    return value is not None and value[0] == "call" and not names.isdisjoint(words_of(value[1]))


def _creation(project: Project, path: str, name: str, bindings: tuple[Binding, ...]) -> Sketch | None:
    """The ``SQLAlchemy(...)`` call that makes a variable, if it never holds anything else (but None)."""
    creations: list[Sketch] = []
    for binding in bindings:
        if binding.kind == "assign":
            values = [binding.value]
        elif binding.kind == "other":
            values = _values_in_functions(project, path, name) if creations or len(bindings) > 1 else []
        else:
            return None
        for value in values:
            if value is not None and creates_database(project, path, value):
                creations.append(value)
            elif value not in (None, ("const", None)):
                return None
    return creations[0] if creations else None


def _values_in_functions(project: Project, path: str, name: str) -> list[Sketch | None]:
    """What functions assign to a name that they declare global; one that is not an assignment counts as ``other``."""
    found: list[Sketch | None] = []
    syntax = project.excerpt(path, GLOBALS)
    for binding in syntax.scopes.global_bindings().get(name, ()) if syntax is not None else ():
        node = binding.node
        plain = isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None
        found.append(sketch(node.value) if plain else ("other",))  # type: ignore[attr-defined]
    return found


def creates_database(project: Project, path: str, value: Sketch) -> bool:
    """Whether an expression of ``path`` is a call of Flask-SQLAlchemy's class or of a subclass of it."""
    return (
        value[0] == "call" and value[1][0] == "name" and _is_database_class(project, project.resolve(path, value[1][1]))
    )


def _is_database_class(project: Project, obj: Object | None) -> bool:
    if isinstance(obj, External):
        return obj.name in STOCK_DATABASES
    return isinstance(obj, ClassObject) and any(
        isinstance(base, External) and base.name in STOCK_DATABASES for base in class_line(project, obj)
    )


def is_stock_instance(project: Project, database: Database) -> bool:
    """Whether an instance is certainly of a library's class, and not of a subclass in the project."""
    made = variable_value(project, database.variable)
    if made is None or made[0] != "call" or made[1][0] != "name":
        return False
    return isinstance(project.resolve(database.variable.path, made[1][1]), External)


def _database(project: Project, variable: Variable, path: str, creation: Sketch) -> Database:
    """The instance that a call ``creation`` of ``path`` makes, held by a variable."""
    function = creation[1]
    model_class = _given(creation).get("model_class")
    return Database(
        variable=variable,
        custom_query=custom_database_query(project, path, creation) or _written_over(project, variable, ("Query",)),
        model_query=_class_overrides(project, path, function[1], _MODEL_METHODS)
        or _written_over(project, Member(variable, "Model"), ("query", "query_class")),
        model_class=project.resolve(path, model_class[1]) if model_class and model_class[0] == "name" else None,
        replaced=_written_over(project, variable, ("session",)),
    )


def custom_database_query(project: Project, path: str, creation: Sketch) -> str:
    """Empty, or why the sessions of an instance made by a call ``SQLAlchemy(...)`` have a query of their own."""
    _, function, arguments, keywords = creation
    given = _given(creation)
    reasons = (
        _opaque_arguments(arguments, keywords),
        _query_class_given(project, path, given.get("query_class")),
        _session_options_given(project, path, given.get("session_options")),
        _class_overrides(project, path, function[1], _SESSION_METHODS),
    )
    return next((reason for reason in reasons if reason), "")


def _given(creation: Sketch) -> dict[str, Sketch]:
    _, _, arguments, keywords = creation
    return dict(zip(_POSITIONS, arguments, strict=False)) | {name: value for name, value in keywords if name}


_POSITIONS = ("app", "use_native_unicode", "session_options", "metadata", "query_class", "model_class")
"""Of ``SQLAlchemy`` up to Flask-SQLAlchemy 2.5; later only ``app`` may be positional."""

_SESSION_METHODS = frozenset(
    {
        "Query",
        "__init__",
        "_make_scoped_session",
        "_make_session_factory",
        "create_scoped_session",
        "create_session",
        "init_app",
    }
)
_MODEL_METHODS = frozenset({"make_declarative_base", "_make_declarative_base", "Model"})
OVERRIDDEN_METHODS = _SESSION_METHODS | _MODEL_METHODS
"""Of subclasses of ``SQLAlchemy``, that may give queries a behaviour of their own."""


def _opaque_arguments(arguments: tuple[Sketch, ...], keywords: tuple[tuple[str | None, Sketch], ...]) -> str:
    opaque = any(each[0] == "star" for each in arguments) or any(name is None for name, _ in keywords)
    return "the arguments of SQLAlchemy() are not written out" if opaque else ""


def _query_class_given(project: Project, path: str, value: Sketch | None) -> str:
    if value is None or value == ("const", None) or _is_stock_query(project, path, value):
        return ""
    return f"SQLAlchemy() is given query_class={_text(value)}"


def _is_stock_query(project: Project, path: str, value: Sketch) -> bool:
    obj = project.resolve(path, value[1]) if value[0] == "name" else None
    return isinstance(obj, External) and obj.name in STOCK_QUERIES


def _session_options_given(project: Project, path: str, value: Sketch | None) -> str:
    if value is not None and value[0] == "name":
        value = variable_value(project, project.resolve(path, value[1]))
        if value is None:
            return "the session_options of SQLAlchemy() are not a literal"
    if value is None or value == ("const", None):
        return ""
    options = dict_items(value)
    if options is None:
        return "the session_options of SQLAlchemy() are not a literal"
    return custom_session_query(project, path, options)


def custom_session_query(project: Project, path: str, options: Mapping[str, Sketch]) -> str:
    """Empty, or why sessions made with these keywords of ``sessionmaker`` have a query of their own."""
    query = options.get("query_cls")
    if query is not None and query != ("const", None) and not _is_stock_query(project, path, query):
        return f"the session is given query_cls={_text(query)}"
    made = options.get("class_")
    if made is None:
        return ""
    obj = project.resolve(path, made[1]) if made[0] == "name" else None
    if isinstance(obj, External) and obj.name.startswith(("sqlalchemy.", "flask_sqlalchemy.")):
        return ""
    if isinstance(obj, ClassObject) and not _defines(project, obj, "query"):
        return ""
    return f"the session is given class_={_text(made)}"


def _defines(project: Project, cls: ClassObject, name: str) -> bool:
    return any(name in facts.attributes or name in facts.methods for _, facts in described_line(project, cls))


def dict_items(value: Sketch) -> Mapping[str, Sketch] | None:
    """The items of ``{"a": b}`` or ``dict(a=b)``; None where they are not all written out."""
    if value[0] == "dict":
        pairs = [(key[1] if key and key[0] == "const" else None, item) for key, item in value[1]]
    elif value[0] == "call" and value[1] == ("name", "dict") and not value[2]:
        pairs = list(value[3])
    else:
        return None
    if any(not isinstance(key, str) for key, _ in pairs):
        return None
    return {str(key): item for key, item in pairs}


def variable_value(project: Project, obj: Object | None) -> Sketch | None:
    """What a module-level variable is assigned, where that is one expression."""
    binding = project.binding(obj) if isinstance(obj, Variable) else None
    return binding.value if binding is not None else None


# --- subclasses, and assignments from outside ---


def _class_overrides(project: Project, path: str, dotted: str, names: frozenset[str]) -> str:
    """Empty, or the override in a project subclass of ``SQLAlchemy`` that has to do with queries."""
    obj = project.resolve(path, dotted)
    for cls, facts in described_line(project, obj) if isinstance(obj, ClassObject) else ():
        for name in sorted(names):
            if name in facts.attributes or (name in facts.methods and _mentions_query(project, cls, name)):
                return f"{cls.name} overrides {name}"
    return ""


def _mentions_query(project: Project, cls: ClassObject, method: str) -> bool:
    """Whether a method has anything to do with queries but what the library's own does: ``query_class`` and
    ``query`` of the base that it makes are given what they are given there.
    """
    facts = project.facts(cls.path)
    function = facts.functions.get(f"{cls.qualname}.{method}") if facts is not None else None
    source = project.source(cls.path)
    if function is None or source is None:
        return True
    start, end = source.line_span(function.line)[0], source.line_span(function.end_line)[1]
    if "query" not in source.text(start, end).lower():
        return False
    syntax = project.excerpt(cls.path, saying(method))
    opened = syntax.scopes.scope_of_class(cls.qualname) if syntax is not None else None
    bindings = opened.bindings.get(method, []) if opened is not None else []
    if len(bindings) != 1 or not isinstance(bindings[0].node, ast.FunctionDef):
        return True
    return any(_says_query(project, cls.path, each) for each in _parts(bindings[0].node))


def _parts(node: ast.AST) -> Iterator[ast.AST]:
    """What stands in a function: statements without blocks whole, others part by part. Texts of no effect are not."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant):
            continue
        if isinstance(child, ast.stmt) and hasattr(child, "body"):
            yield from _parts(child)
        else:
            yield child


def _says_query(project: Project, path: str, part: ast.AST) -> bool:
    return "query" in ast.dump(part).lower() and not _gives_stock_query(project, path, part)


def _gives_stock_query(project: Project, path: str, part: ast.AST) -> bool:
    """``model.query_class = self.Query`` or ``model.query = _QueryProperty()``."""
    if not isinstance(part, ast.Assign) or len(part.targets) != 1:
        return False
    target, value = dotted_name(part.targets[0]) or "", sketch(part.value)
    if target.count(".") != 1 or target.startswith("self."):
        return False
    if target.endswith(".query_class"):
        return value == ("name", "self.Query") or _is_stock_query(project, path, value)
    made = project.resolve(path, value[1][1]) if value[0] == "call" and value[1][0] == "name" else None
    return (
        target.endswith(".query")
        and isinstance(made, External)
        and made.name in STOCK_QUERY_PROPERTIES
        and value[2] in ((), (("name", "self"),))
        and not value[3]
    )


def _written_over(project: Project, target: Object, names: tuple[str, ...]) -> str:
    for override in query_overrides(project).get(target, ()):
        if override.name in names:
            return f"{override.target}.{override.name} is assigned at {override.path}:{override.line}"
    return ""


_OVERRIDING = re.compile(rb"\.\s*(?:query|query_class|Query|session)\s*=[^=\0]")
_CHAIN = re.compile(rb"([\w.\x80-\xff]+)[\s\\]*\Z")
_BINDING_SELF = re.compile(rb"\b(?:as|class|def|import)[ \t]+(?:cls|self)\b|\b(?:cls|self)[ \t]*(?::[^=\n]*)?=(?!=)")
_MOST_BYTES = 200
"""Of a chain of names."""


@remembered_structure
def query_overrides(project: Project) -> Mapping[Object, tuple[QueryOverride, ...]]:
    """Every ``X.query = ...``, ``X.query_class = ...``, ``X.Query = ...``, ``X.session = ...``, by what ``X`` is."""
    targets: dict[str, set[bytes]] = {}
    for path, target in project.picked(_OVERRIDING, _override_target):
        targets.setdefault(path, set()).add(target)
    found: dict[Object, list[QueryOverride]] = {}
    for path, names in sorted(targets.items()):
        if _may_be_others(names, project.content(path)):
            for obj, override in _overrides_in(project, path):
                found.setdefault(obj, []).append(override)
    return {target: tuple(sorted(overrides, key=str)) for target, overrides in found.items()}


def _override_target(match: re.Match[bytes]) -> bytes | None:
    """The first name of the chain that is assigned to; empty where that is an attribute of something else."""
    chain = _CHAIN.search(match.string, max(0, match.start() - _MOST_BYTES), match.start())
    return bytes(chain[1]).partition(b".")[0] if chain is not None else None


def _may_be_others(targets: set[bytes], data: bytes) -> bool:
    """Whether one may be something else than what a method is called on."""
    return not targets <= {b"", b"cls", b"self"} or (targets != {b""} and _BINDING_SELF.search(data) is not None)


def _overrides_in(project: Project, path: str) -> Iterator[tuple[Object, QueryOverride]]:
    syntax = project.excerpt(path, _OVERRIDING)
    for node in syntax.scopes.nodes() if syntax is not None else ():
        if syntax is None or not isinstance(node, ast.Assign):
            continue
        for target in node.targets:
            if not isinstance(target, ast.Attribute) or target.attr not in {"query", "query_class", "Query", "session"}:
                continue
            dotted = dotted_name(target.value)
            scope = syntax.scopes.scope_of(target)
            obj = project.resolve(path, dotted, scope) if dotted is not None else None
            if dotted is not None and obj is not None:
                session = query_property_session(project, path, sketch(node.value))
                yield obj, QueryOverride(path, node.lineno, dotted, target.attr, session)


def query_property_session(project: Project, path: str, value: Sketch) -> Variable | None:
    """``session`` of ``session.query_property()``, which must not be given a query class; else None."""
    if value[0] != "call" or value[1][0] != "name" or value[2] or value[3]:
        return None
    owner, _, name = value[1][1].rpartition(".")
    obj = project.resolve(path, owner) if name == "query_property" and owner else None
    return obj if isinstance(obj, Variable) else None


# --- listeners ---


_EVENTS = (
    "before_compile",
    "before_compile_update",
    "before_compile_delete",
    "after_bulk_update",
    "after_bulk_delete",
)


_LISTENING = re.compile(rb"\blisten(?:s_for)?\b")


@remembered
def query_listeners(project: Project) -> tuple[QueryListener, ...]:
    """Where the project listens to ``before_compile*`` or ``after_bulk_*``, by event, path and line."""
    found: list[QueryListener] = []
    for path in _mentioning_any(project, ("before_compile", "after_bulk_update", "after_bulk_delete")):
        syntax = project.excerpt(path, _LISTENING)
        for node in syntax.scopes.nodes() if syntax is not None else ():
            if isinstance(node, ast.Call) and _last_word(node.func) in {"listen", "listens_for"}:
                strings = [each.value for each in node.args if isinstance(each, ast.Constant)]
                found += [QueryListener(str(event), path, node.lineno) for event in strings if event in _EVENTS]
    return tuple(sorted(found))


def _mentioning_any(project: Project, names: Iterable[str]) -> list[str]:
    return sorted({path for name in names for path in project.mentioning(name)})


def _last_word(node: ast.expr) -> str:
    dotted = dotted_name(node)
    return dotted.rpartition(".")[2] if dotted is not None else ""


def _text(value: Sketch) -> str:
    if value[0] == "name":
        return str(value[1])
    return repr(value[1]) if value[0] == "const" else "..."
