"""Which scope a node is evaluated in, and which scope owns a name there: Python's own rules, for one file."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from flask_modernize.facts.sketch import dotted_name

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_OPENERS = frozenset({*_DEFINITIONS, *_COMPREHENSIONS, ast.Lambda})
_NOTED = _OPENERS | {ast.Global, ast.Nonlocal, ast.NamedExpr}
_KINDS: dict[type[ast.AST], str] = {
    ast.Module: "module",
    ast.ClassDef: "class",
    ast.FunctionDef: "function",
    ast.AsyncFunctionDef: "function",
    ast.Lambda: "lambda",
    **dict.fromkeys(_COMPREHENSIONS, "comprehension"),
}


_LEAVES = frozenset(
    {
        *("arg", "asname", "attr", "conversion", "ctx", "id", "is_async", "kind", "kwd_attrs", "level"),
        *("module", "op", "ops", "rest", "simple", "type_comment", "type_ignores"),
    }
)
_CHILDREN: dict[type[ast.AST], tuple[str, ...]] = {
    kind: tuple(field for field in kind._fields if field not in _LEAVES)
    for kind in vars(ast).values()
    if isinstance(kind, type) and issubclass(kind, ast.AST)
}
"""By class, the fields that may hold nodes; operators and contexts, which are nobody's, are left out."""
_CHILDREN[ast.Constant] = ()


Node = TypeVar("Node", bound=ast.AST)


@dataclass(frozen=True, slots=True, eq=False)
class LocalBinding:
    """One place where a scope binds a name.

    ``kind``: ``import`` (``module``, ``level``, ``name``; as in :class:`flask_modernize.facts.Binding`), ``class``,
    ``function``, ``parameter``, ``assign`` (the name gets exactly ``value``) or ``other``. ``node`` is the statement,
    argument or pattern that binds.
    """

    kind: str
    node: ast.AST
    value: ast.expr | None = None
    module: str | None = None
    name: str | None = None
    level: int = 0


class Scope:
    """A module, class, function, lambda or comprehension. Compared by identity."""

    __slots__ = ("_bindings", "_declared", "_links", "kind", "node", "parent")

    def __init__(self, kind: str, node: ast.AST, parent: Scope | None, links: _Links) -> None:
        self.kind = kind
        self.node = node
        self.parent = parent
        self._links = links
        self._bindings: dict[str, list[LocalBinding]] | None = None
        self._declared: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset())

    @property
    def bindings(self) -> Mapping[str, list[LocalBinding]]:
        """Name -> every binding of it here, in program order; without what is declared global or nonlocal."""
        if self._bindings is None:
            self._bind()
        assert self._bindings is not None
        return self._bindings

    @property
    def global_names(self) -> frozenset[str]:
        """Names that a ``global`` statement of this scope declares."""
        if self._bindings is None:
            self._bind()
        return self._declared[0]

    @property
    def nonlocal_names(self) -> frozenset[str]:
        """Names that a ``nonlocal`` statement of this scope declares."""
        if self._bindings is None:
            self._bind()
        return self._declared[1]

    @property
    def qualname(self) -> str:
        """As Python gives it: ``Outer.Inner``, ``make.<locals>.inner``; empty for the module."""
        if self.parent is None:
            return ""
        outer = self.parent.qualname
        name = getattr(self.node, "name", f"<{self.kind}>")
        if not outer:
            return str(name)
        return f"{outer}.{name}" if self.parent.kind == "class" else f"{outer}.<locals>.{name}"

    def lookup(self, name: str) -> Scope | None:
        """The scope that owns ``name`` as seen from here; None for builtins and names nobody here binds."""
        declared_global = name in self.global_names
        skip_own = declared_global or name in self.nonlocal_names
        current: Scope = self
        while current.parent is not None:
            visible = current.kind != "class" or current is self
            if visible and not declared_global and not (skip_own and current is self):
                if name in current.global_names:
                    declared_global = True
                elif name in current.bindings:
                    return current
            current = current.parent
        return current if name in current.bindings else None

    def file(self) -> FileScopes:
        """The scopes of the file that this one is of; made anew, so compare their nodes."""
        return FileScopes(self._links.module, self._links)

    def opened_by(self, node: ast.Lambda) -> Scope:
        """The scope that a lambda opens which is evaluated directly in this one."""
        return Scope("lambda", node, self, self._links)

    def is_bound_inside(self, name: str) -> bool:
        """Whether a function in this one says ``nonlocal name`` and means the name of this one."""
        if not self._links.has_nonlocal:
            return False
        inner = (each.lookup(name) for each in self.file().scopes() if name in each.nonlocal_names)
        return any(owner is not None and owner.node is self.node for owner in inner)

    def _bind(self) -> None:
        binder = self._links.binder(self.node)
        binder.run(self.node)
        if self.kind == "module":
            for name, found in self._links.global_bindings().items():
                binder.found.setdefault(name, []).extend(found)
        declared = binder.global_names | binder.nonlocal_names
        if self.kind != "module":
            self._declared = (frozenset(binder.global_names), frozenset(binder.nonlocal_names))
            for name in declared:
                binder.found.pop(name, None)
        self._bindings = binder.found

    def __repr__(self) -> str:
        return f"<{self.kind} scope {self.qualname or '<module>'}>"


class _Links:
    """What one walk over a file finds: the node that holds each node, and the nodes that open scopes.

    Scopes refer to this and not to the :class:`FileScopes` that keeps them: without a cycle a file's nodes are freed as
    soon as nobody holds the file any more, and need not wait for the garbage collector.
    """

    def __init__(self, module: ast.Module) -> None:
        self.module = module
        self.has_nonlocal = False
        self.parents: dict[ast.AST, ast.AST] = {}
        self.openers: list[ast.AST] = []
        self._global_statements: list[ast.AST] = []
        self._walruses: list[ast.AST] = []
        self._with_walrus: set[ast.AST] | None = None
        self._globals: dict[str, list[LocalBinding]] | None = None
        self._kinds: dict[type[ast.AST], list[Any]] | None = None
        self._naming: dict[str, list[ast.AST]] | None = None
        self._asked_for_names = False
        self._link(module)

    def of_kind(self, kind: type[Node]) -> list[Node]:
        """See :meth:`FileScopes.of_kind`."""
        if self._kinds is None:
            self._kinds = {}
            for node in self.parents:
                self._kinds.setdefault(node.__class__, []).append(node)
        return self._kinds.get(kind, [])

    def naming(self, word: str) -> list[ast.AST]:
        """See :meth:`FileScopes.naming`."""
        if self._naming is not None:
            return self._naming.get(word, [])
        if self._asked_for_names:
            self._naming = {}
            for node in self.parents:
                for each in _words_named(node):
                    self._naming.setdefault(each, []).append(node)
            return self._naming.get(word, [])
        self._asked_for_names = True  # an excerpt is made for one word, and asked about no other
        return [node for node in self.parents if node.__class__ in _NAMING and word in _words_named(node)]

    def global_bindings(self) -> Mapping[str, list[LocalBinding]]:
        """Module-level names that functions and classes bind after a ``global`` statement."""
        if self._globals is None:
            self._globals = {}
            for node in dict.fromkeys(self._holder_of(each) for each in self._global_statements):
                binder = self.binder(node)
                binder.run(node)
                for name in sorted(binder.global_names):
                    found = [LocalBinding("other", each.node) for each in binder.found.get(name, ())]
                    if found:
                        self._globals.setdefault(name, []).extend(found)
        return self._globals

    def binder(self, opener: ast.AST) -> _Binder:
        """What finds the names that the scope binds which a node of this file opens."""
        if self._with_walrus is None:
            self._with_walrus = set()
            for node in self._walruses:
                holder: ast.AST | None = node
                while holder is not None and holder not in self._with_walrus:
                    self._with_walrus.add(holder)
                    holder = self.parents.get(holder)
        return _Binder(into_expressions=opener in self._with_walrus)

    def _holder_of(self, statement: ast.AST) -> ast.AST:
        """The definition (or the module) in whose scope a statement is."""
        holder = self.parents[statement]
        while not isinstance(holder, (*_DEFINITIONS, ast.Module)):
            holder = self.parents[holder]
        return holder

    def _link(self, module: ast.Module) -> None:
        # This runs for every node of every file that is followed: no isinstance, no getattr, few calls.
        parents, openers, fields, fields_of = self.parents, self.openers, _CHILDREN, _CHILDREN.get
        stack: list[ast.AST] = [module]
        pop = stack.pop
        while stack:
            node = pop()
            kind = node.__class__
            if kind in _NOTED:
                if kind is ast.Global:
                    self._global_statements.append(node)
                elif kind is ast.NamedExpr:
                    self._walruses.append(node)
                elif kind is ast.Nonlocal:
                    self.has_nonlocal = True
                else:
                    openers.append(node)
            children: list[ast.AST] = []
            values = node.__dict__
            for field in fields[kind]:
                value = values.get(field)
                if value is None:
                    continue
                for each in value if value.__class__ is list else (value,):
                    below = fields_of(each.__class__)
                    if below is not None:
                        parents[each] = node
                        if below:
                            children.append(each)
            if len(children) > 1:
                children.reverse()
            stack += children


class FileScopes:
    """The scopes of one syntax tree, with a link from every node to the one that holds it."""

    def __init__(self, module: ast.Module, links: _Links | None = None) -> None:
        self.module = module
        self._links = links or _Links(module)
        self._parents = self._links.parents
        self.module_scope = Scope("module", module, None, self._links)
        self._scopes: dict[ast.AST, Scope] = {module: self.module_scope}
        self._classes: dict[str, Scope] | None = None
        self._stores: dict[str, list[ast.Attribute]] | None = None

    def parent(self, node: ast.AST) -> ast.AST | None:
        """The node that directly holds ``node``; None for the module."""
        return self._parents.get(node)

    def nodes(self) -> Iterable[ast.AST]:
        """Every node of the file but the module itself; each after the one that holds it."""
        return self._parents.keys()

    def of_kind(self, kind: type[Node]) -> Sequence[Node]:
        """The nodes of exactly this class, in the order of :meth:`nodes`."""
        return self._links.of_kind(kind)

    def naming(self, word: str) -> Sequence[ast.AST]:
        """The nodes that name something ``word``, in the order of :meth:`nodes`.

        ``word``, ``x.word``, the aliases of imports of it, and calls of ``getattr`` or ``methodcaller`` with its name.
        """
        return self._links.naming(word)

    def ancestors(self, node: ast.AST) -> Iterator[ast.AST]:
        """The nodes that hold ``node``, innermost first, the module last."""
        current = self._parents.get(node)
        while current is not None:
            yield current
            current = self._parents.get(current)

    def stores(self, attribute: str) -> list[ast.Attribute]:
        """Every ``x.attribute`` that is assigned to, in program order."""
        if self._stores is None:
            self._stores = {}
            for node in self._parents:
                if node.__class__ is ast.Attribute and node.ctx.__class__ is ast.Store:
                    self._stores.setdefault(node.attr, []).append(node)
        return self._stores.get(attribute, [])

    def statement_of(self, node: ast.AST) -> ast.stmt:
        """The smallest statement that holds ``node``, which may be ``node`` itself. ValueError for the module."""
        current: ast.AST | None = node
        while current is not None:
            if isinstance(current, ast.stmt):
                return current
            current = self._parents.get(current)
        raise ValueError("the node is not in a statement of this file")

    def enclosing_function(self, node: ast.AST) -> FunctionNode | None:
        """The innermost function in whose body ``node`` is evaluated; None at module or class level."""
        scope: Scope | None = self.scope_of(node)
        while scope is not None:
            if isinstance(scope.node, ast.FunctionDef | ast.AsyncFunctionDef):
                return scope.node
            scope = scope.parent
        return None

    def scope_of(self, node: ast.AST) -> Scope:
        """The scope in which ``node`` is evaluated.

        Decorators, defaults, annotations and bases belong to the scope around the definition, and so does the first
        iterable of a comprehension. A definition itself is evaluated in the scope around it; see :meth:`inner_scope`.
        """
        child = node
        parent = self._parents.get(node)
        while parent is not None:
            if parent.__class__ in _OPENERS and _is_inside(parent, child):
                if parent.__class__ in _COMPREHENSIONS and self._is_first_iterable(parent, node):
                    child, parent = parent, self._parents.get(parent)
                    continue
                return self.inner_scope(parent)
            # An argument's annotation and default are two levels below the function.
            if parent.__class__ is ast.arguments or (parent.__class__ is ast.arg and child.__class__ is not ast.arg):
                owner = self._owner_of_arguments(parent, child)
                if owner is not None:
                    child, parent = owner, self._parents.get(owner)
                    continue
            child, parent = parent, self._parents.get(parent)
        return self.module_scope

    def inner_scope(self, node: ast.AST) -> Scope:
        """The scope that a module, class, function, lambda or comprehension opens. TypeError for other nodes."""
        found = self._scopes.get(node)
        if found is None:
            if node.__class__ not in _OPENERS:
                raise TypeError(f"{type(node).__name__} opens no scope")
            found = self._scopes[node] = Scope(_KINDS[node.__class__], node, self.scope_of(node), self._links)
        return found

    def lookup(self, scope: Scope, name: str) -> Scope | None:
        """The scope that owns ``name`` as seen from ``scope``; None for builtins and names nobody here binds."""
        return scope.lookup(name)

    def scopes(self) -> Iterator[Scope]:
        """Every scope of the file: the module first, then in program order."""
        yield self.module_scope
        for node in self._links.openers:
            yield self.inner_scope(node)

    def scope_of_class(self, qualname: str) -> Scope | None:
        """The scope that the class of that qualified name opens (the first, of several)."""
        if self._classes is None:
            self._classes = {}
            for node in self._links.openers:
                if node.__class__ is ast.ClassDef:
                    scope = self.inner_scope(node)
                    self._classes.setdefault(scope.qualname, scope)
        return self._classes.get(qualname)

    def global_bindings(self) -> Mapping[str, list[LocalBinding]]:
        """Module-level names that functions and classes bind after a ``global`` statement."""
        return self._links.global_bindings()

    def _is_first_iterable(self, comprehension: ast.AST, node: ast.AST) -> bool:
        first = comprehension.generators[0].iter  # type: ignore[attr-defined]
        current: ast.AST | None = node
        while current is not None and current is not comprehension:
            if current is first:
                return True
            current = self._parents.get(current)
        return False

    def _owner_of_arguments(self, parent: ast.AST, child: ast.AST) -> ast.AST | None:
        """The function or lambda whose default or annotation ``child`` is in; None for the parameter itself."""
        if parent.__class__ is ast.arguments:
            return None if child.__class__ is ast.arg else self._parents.get(parent)
        arguments = self._parents.get(parent)
        return self._parents.get(arguments) if arguments is not None else None


def _is_inside(opener: Any, child: ast.AST) -> bool:
    """Whether ``child``, directly below ``opener``, is evaluated in the scope that ``opener`` opens."""
    if opener.__class__ in _COMPREHENSIONS:
        return True
    if opener.__class__ is ast.Lambda:
        return child is opener.body or child is opener.args
    if child is getattr(opener, "args", None) or child.__class__.__name__ in ("TypeVar", "ParamSpec", "TypeVarTuple"):
        return True
    if opener.__class__ is ast.ClassDef:
        return isinstance(child, ast.stmt)
    return isinstance(child, ast.stmt)


class _Binder:
    """Finds what one scope binds, without going into the scopes inside it.

    Expressions bind only by ``:=``, so files without one need not be searched that deep.
    """

    def __init__(self, *, into_expressions: bool) -> None:
        self._into_expressions = into_expressions
        self.found: dict[str, list[LocalBinding]] = {}
        self.global_names: set[str] = set()
        self.nonlocal_names: set[str] = set()

    def run(self, owner: Any) -> None:
        for each in getattr(owner, "type_params", ()):
            self._add(each.name, LocalBinding("other", each))
        if owner.__class__ in _COMPREHENSIONS:
            for generator in owner.generators:
                self._targets(generator.target, generator)
            return
        if owner.__class__ is ast.Lambda:
            self._parameters(owner.args)
            self._walk([owner.body])
            return
        if isinstance(owner, FunctionNode):
            self._parameters(owner.args)
        self._walk(owner.body)

    def _add(self, name: str, binding: LocalBinding) -> None:
        self.found.setdefault(name, []).append(binding)

    def _parameters(self, arguments: ast.arguments) -> None:
        every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
        every += [each for each in (arguments.vararg, arguments.kwarg) if each is not None]
        for each in every:
            self._add(each.arg, LocalBinding("parameter", each))

    def _walk(self, nodes: list[Any]) -> None:
        stack = list(reversed(nodes))
        while stack:
            node = stack.pop()
            kind = node.__class__
            binder = _BINDERS.get(kind)
            if binder is not None:
                binder(self, node)
            if not self._into_expressions:
                stack += _statements_below(node)
            elif kind in _OPENERS:
                stack += reversed(_evaluated_outside(node))
            else:
                stack += reversed(list(ast.iter_child_nodes(node)))

    def _definition(self, node: Any) -> None:
        self._add(node.name, LocalBinding("class" if node.__class__ is ast.ClassDef else "function", node))

    def _import(self, node: ast.Import) -> None:
        for alias in node.names:
            top = alias.name.partition(".")[0]
            self._add(alias.asname or top, LocalBinding("import", node, None, alias.name if alias.asname else top))

    def _import_from(self, node: ast.ImportFrom) -> None:
        for alias in node.names:
            if alias.name != "*":
                found = LocalBinding("import", node, None, node.module, alias.name, node.level)
                self._add(alias.asname or alias.name, found)

    def _assign(self, node: ast.Assign) -> None:
        for target in node.targets:
            self._pair(target, node.value, node)

    def _pair(self, target: ast.expr, value: ast.expr, node: ast.Assign) -> None:
        if isinstance(target, ast.Name):
            self._add(target.id, LocalBinding("assign", node, value))
            return
        if isinstance(target, ast.Tuple | ast.List) and isinstance(value, ast.Tuple | ast.List):
            starred = any(isinstance(each, ast.Starred) for each in (*target.elts, *value.elts))
            if len(target.elts) == len(value.elts) and not starred:
                for inner, given in zip(target.elts, value.elts, strict=True):
                    self._pair(inner, given, node)
                return
        self._targets(target, node)

    def _annotated(self, node: ast.AnnAssign) -> None:
        if isinstance(node.target, ast.Name):
            kind = "assign" if node.value is not None else "other"
            self._add(node.target.id, LocalBinding(kind, node, node.value))

    def _named(self, node: ast.NamedExpr) -> None:
        self._targets(node.target, node)

    def _augmented(self, node: ast.AugAssign) -> None:
        self._targets(node.target, node)

    def _delete(self, node: ast.Delete) -> None:
        for target in node.targets:
            self._targets(target, node)

    def _for(self, node: ast.For | ast.AsyncFor) -> None:
        self._targets(node.target, node)

    def _with(self, node: ast.With | ast.AsyncWith) -> None:
        for item in node.items:
            if item.optional_vars is not None:
                self._targets(item.optional_vars, node)

    def _handler(self, node: ast.ExceptHandler) -> None:
        if node.name:
            self._add(node.name, LocalBinding("other", node))

    def _capture(self, node: ast.MatchAs | ast.MatchStar) -> None:
        if node.name:
            self._add(node.name, LocalBinding("other", node))

    def _rest(self, node: ast.MatchMapping) -> None:
        if node.rest:
            self._add(node.rest, LocalBinding("other", node))

    def _type_alias(self, node: Any) -> None:
        self._targets(node.name, node)

    def _global(self, node: ast.Global) -> None:
        self.global_names.update(node.names)

    def _nonlocal(self, node: ast.Nonlocal) -> None:
        self.nonlocal_names.update(node.names)

    def _targets(self, target: ast.expr, node: ast.AST) -> None:
        stack = [target]
        while stack:
            each = stack.pop()
            if isinstance(each, ast.Name):
                self._add(each.id, LocalBinding("other", node))
            elif isinstance(each, ast.Tuple | ast.List):
                stack += reversed(each.elts)
            elif isinstance(each, ast.Starred):
                stack.append(each.value)


_BINDERS: dict[type[ast.AST], Any] = {
    ast.FunctionDef: _Binder._definition,
    ast.AsyncFunctionDef: _Binder._definition,
    ast.ClassDef: _Binder._definition,
    ast.Import: _Binder._import,
    ast.ImportFrom: _Binder._import_from,
    ast.Assign: _Binder._assign,
    ast.AnnAssign: _Binder._annotated,
    ast.AugAssign: _Binder._augmented,
    ast.NamedExpr: _Binder._named,
    ast.Delete: _Binder._delete,
    ast.For: _Binder._for,
    ast.AsyncFor: _Binder._for,
    ast.With: _Binder._with,
    ast.AsyncWith: _Binder._with,
    ast.ExceptHandler: _Binder._handler,
    ast.MatchAs: _Binder._capture,
    ast.MatchStar: _Binder._capture,
    ast.MatchMapping: _Binder._rest,
    ast.Global: _Binder._global,
    ast.Nonlocal: _Binder._nonlocal,
}
if hasattr(ast, "TypeAlias"):
    _BINDERS[ast.TypeAlias] = _Binder._type_alias


_NAMING = frozenset({ast.alias, ast.Name, ast.Attribute, ast.Call})
_TAKERS_OF_NAMES = frozenset({"getattr", "methodcaller"})


def _words_named(node: Any) -> Collection[str]:
    kind = node.__class__
    if kind is ast.Attribute:
        return (node.attr,)
    if kind is ast.Name:
        return (node.id,)
    if kind is ast.alias:
        return (node.name,)
    called = getattr(node.func, "attr", getattr(node.func, "id", "")) if kind is ast.Call else ""
    if called in _TAKERS_OF_NAMES and dotted_name(node.func) is not None:
        return {each.value: None for each in node.args if isinstance(each, ast.Constant) and type(each.value) is str}
    return ()


def _statements_below(node: Any) -> list[ast.AST]:
    """The statements, handlers and patterns directly in a compound statement, last first; none of a definition."""
    fields = _BLOCKS.get(node.__class__)
    if fields is None:
        return []
    found: list[ast.AST] = []
    for field in fields:
        value = getattr(node, field)
        if value.__class__ is list:
            found += value
        elif value is not None:
            found.append(value)
    found.reverse()
    return found


_BLOCK_FIELDS = ("pattern", "patterns", "kwd_patterns", "body", "handlers", "cases", "orelse", "finalbody")
_BLOCKS = {
    kind: tuple(field for field in _BLOCK_FIELDS if field in kind._fields)
    for kind in _CHILDREN
    if not issubclass(kind, (*_DEFINITIONS, ast.expr)) and not {*_BLOCK_FIELDS}.isdisjoint(kind._fields)
}
"""By class, the fields that hold statements, handlers, cases and patterns."""


def _evaluated_outside(node: Any) -> list[ast.AST]:
    """The parts of a definition, lambda or comprehension that can bind (``:=``) in the scope around it."""
    if node.__class__ in _COMPREHENSIONS:
        # ``:=`` in a comprehension binds in the scope that holds it; its targets do not.
        return [each for each in ast.walk(node) if isinstance(each, ast.NamedExpr)]
    found: list[ast.AST] = list(getattr(node, "decorator_list", ()))
    if node.__class__ is ast.ClassDef:
        return [*found, *node.bases, *(each.value for each in node.keywords)]
    return [*found, *node.args.defaults, *(each for each in node.args.kw_defaults if each is not None)]
