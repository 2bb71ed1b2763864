"""One file's syntax tree -> its facts, in one pass over the statements.

Expressions are only looked into where a statement binds or states something, so the pass costs a small part of the
parse. It keeps its own stack: a thousand nested blocks or a chain of thousands of calls do not exhaust Python's.
"""

from __future__ import annotations

import ast
import marshal
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import Any, Literal

from flask_modernize.facts.ignores import find_ignores
from flask_modernize.facts.parsing import UnreadableSource, parse_bytes
from flask_modernize.facts.record import OTHER, FunctionFacts, Sketch
from flask_modernize.facts.sketch import dotted_name, sketch

MAX_RETURNED = 8
_SCOPES = frozenset({ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda})
_PROPERTIES = frozenset({"property", "cached_property", "hybrid_property", "declared_attr", "classproperty"})
_NONE: Sketch = ("const", None)
_RETURNED = FunctionFacts._fields.index("returned")
Raw = tuple[Any, ...]


def collect(module: ast.Module, data: bytes, *, partial: bool = False) -> bytes:
    """The facts of a parsed file, as the blob that :func:`flask_modernize.facts.record.decode` reads.

    ``partial``: a function that only passes may have been one that does something.
    """
    collector = _Collector(data, partial)
    collector.walk(module.body)
    ignores = find_ignores(module, data)
    raw = (
        {name: tuple(found) for name, found in collector.bindings.items()},
        tuple(collector.stars),
        None if collector.exports is None or collector.dynamic_exports else tuple(collector.exports),
        collector.classes,
        marshal.dumps(collector.functions),
        marshal.dumps(collector.outermost),
        tuple(collector.writes),
        tuple(collector.calls),
        tuple([tuple(each) for each in ignores]),
    )
    return marshal.dumps(raw)  # type: ignore[arg-type]


def returned_by(function: bytes) -> tuple[Sketch, ...] | None:
    """What :attr:`FunctionFacts.returned` is of a function given by its lines, from that of its ``def`` on.

    None too where they do not parse.
    """
    # A line that begins with a blank is in a block.
    data = b"if 1:\n" + function if function[:1] in (b" ", b"\t") else function
    try:
        module = parse_bytes(data)
    except UnreadableSource:
        return None
    collector = _Collector(data)
    collector.walk(module.body)
    outermost = next((raw for name, raw in collector.functions.items() if "." not in name), None)
    returned: tuple[Sketch, ...] | None = outermost[_RETURNED] if outermost is not None else None
    return returned


class _Class:
    """A class statement that is being read."""

    __slots__ = ("attributes", "methods", "prefix")

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix
        self.attributes: dict[str, list[Raw]] = {}
        self.methods: dict[str, Raw] = {}


class _Function:
    """A function that is being read; with the lines of its ``global`` statements by name."""

    __slots__ = ("global_names", "prefix", "returned")

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix
        self.global_names: dict[str, int] = {}
        self.returned: list[Sketch] = []


_Owner = _Class | _Function | None


class _Collector:
    def __init__(self, data: bytes, partial: bool = False) -> None:
        self.bindings: dict[str, list[Raw]] = {}
        """Of each the fields of a ``Binding``, as far as they are not what they are by default."""
        self.stars: list[Raw] = []
        self.exports: list[str] | None = None
        self.dynamic_exports = False
        self.classes: dict[str, Raw] = {}
        self.functions: dict[str, Raw] = {}
        self.outermost: list[Raw] = []
        self.writes: list[Raw] = []
        self.calls: list[Raw] = []
        self.yields = _lines_with(b"yield", data)
        self.may_walrus = b":=" in data
        self.partial = partial

    # -- the walk ------------------------------------------------------------------------------------------------------

    def walk(self, body: list[ast.stmt]) -> None:
        """Reads all statements, inner blocks in program order, with a stack of its own."""
        stack: list[tuple[Iterator[ast.stmt], _Owner, bool, Any]] = [(iter(body), None, False, None)]
        while stack:
            statements, owner, conditional, finish = stack[-1]
            for node in statements:
                kind = node.__class__
                if kind in _BLOCKS:
                    self._block_header(node, owner, conditional)
                    stack.append((_inner(node), owner, True, None))
                    break
                if self.may_walrus and owner is None and kind in _SCOPES:
                    self._walruses(node, conditional)
                if kind is ast.FunctionDef or kind is ast.AsyncFunctionDef:
                    inner = self._open_function(node, owner, conditional)  # type: ignore[arg-type]
                    stack.append((iter(node.body), inner, conditional, (self._close_function, node, inner)))  # type: ignore[attr-defined]
                    break
                if kind is ast.ClassDef:
                    body_of = self._open_class(node, owner, conditional)  # type: ignore[arg-type]
                    stack.append((iter(node.body), body_of, conditional, (self._close_class, node, body_of)))  # type: ignore[attr-defined]
                    break
                if owner is None:
                    self._module_statement(node, conditional)
                elif owner.__class__ is _Function:
                    self._function_statement(node, owner)
                else:
                    self._class_statement(node, owner)  # type: ignore[arg-type]
            else:
                stack.pop()
                if finish is not None:
                    finish[0](finish[1], finish[2])

    def _bind(self, name: str, *given: Any) -> None:
        found = self.bindings.get(name)
        if found is None:
            self.bindings[name] = [given]
        else:
            found.append(given)

    def _bind_other(self, name: str, line: int, conditional: bool) -> None:
        self._bind(name, "other", line, conditional)

    # -- compound statements -------------------------------------------------------------------------------------------

    def _block_header(self, node: ast.stmt, owner: _Owner, conditional: bool) -> None:
        names = _header_targets(node)
        if owner is None:
            for name in names:
                self._bind_other(name, node.lineno, True)
            if self.may_walrus:
                self._walruses(node, conditional)
        elif owner.__class__ is _Class:
            for name in names:
                owner.attributes.setdefault(name, []).append((OTHER, None, node.lineno))

    def _walruses(self, node: ast.AST, conditional: bool) -> None:
        for name, line in _walrus_targets(node):
            self._bind_other(name, line, conditional)

    def _open_function(
        self, node: ast.FunctionDef | ast.AsyncFunctionDef, owner: _Owner, conditional: bool
    ) -> _Function:
        qualname = node.name if owner is None else owner.prefix + node.name
        if owner is None:
            self._bind(node.name, "function", node.lineno, conditional, None, None, 0, qualname)
        elif owner.__class__ is _Class:
            self._method(node, owner)
        if owner is None or ".<locals>." not in owner.prefix:
            self.outermost.append((node.lineno, node.end_lineno or node.lineno))
        return _Function(qualname + ".<locals>.")

    def _method(self, node: ast.FunctionDef | ast.AsyncFunctionDef, owner: _Class) -> None:
        decorators = tuple([sketch(each) for each in node.decorator_list])
        is_property = any(_last_name(each) in _PROPERTIES for each in decorators)
        first = owner.methods.get(node.name)
        if first is not None:
            decorators, is_property = first[1], first[2] or is_property
        owner.methods[node.name] = (first[0] if first else node.lineno, decorators, is_property)

    def _close_function(self, node: ast.FunctionDef | ast.AsyncFunctionDef, opened: _Function) -> None:
        if opened.global_names:
            assigned = _assigned_names(node)
            for name, line in opened.global_names.items():
                # Much code says ``global`` before it only reads a name.
                if name in assigned:
                    self._bind_other(name, line, True)
        qualname = opened.prefix[: -len(".<locals>.")]
        before = self.functions.get(qualname)
        self.functions[qualname] = (
            qualname,
            node.lineno,
            node.end_lineno or node.lineno,
            tuple([sketch(each) for each in node.decorator_list]),
            _parameters(node.args),
            node.__class__ is ast.AsyncFunctionDef,
            self._is_generator(node),
            node.returns and sketch(node.returns),
            self._returned(node, opened),
            before[-1] + 1 if before else 1,
        )

    def _returned(
        self, node: ast.FunctionDef | ast.AsyncFunctionDef, opened: _Function
    ) -> tuple[Sketch, ...] | Literal[False] | None:
        if self.partial and node.body[0].__class__ is ast.Pass:
            return False
        return tuple(opened.returned) if len(opened.returned) <= MAX_RETURNED else None

    def _is_generator(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
        """Whether it yields; only looked into when a line of it has the word."""
        index = bisect_left(self.yields, node.lineno)
        return index < len(self.yields) and self.yields[index] <= (node.end_lineno or 0) and _yields(node)

    def _open_class(self, node: ast.ClassDef, owner: _Owner, conditional: bool) -> _Class:
        qualname = node.name if owner is None else owner.prefix + node.name
        if owner is None:
            self._bind(node.name, "class", node.lineno, conditional, None, None, 0, qualname)
        return _Class(qualname + ".")

    def _close_class(self, node: ast.ClassDef, opened: _Class) -> None:
        qualname = opened.prefix[:-1]
        before = self.classes.get(qualname)
        self.classes[qualname] = (
            qualname,
            node.lineno,
            node.end_lineno or node.lineno,
            tuple([sketch(each) for each in node.bases]),
            tuple([(each.arg, sketch(each.value)) for each in node.keywords]),
            tuple([sketch(each) for each in node.decorator_list]),
            opened.attributes and marshal.dumps(opened.attributes),
            opened.methods and marshal.dumps(opened.methods),
            before[-1] + 1 if before else 1,
        )

    # -- simple statements ---------------------------------------------------------------------------------------------

    def _module_statement(self, node: ast.stmt, conditional: bool) -> None:
        kind = node.__class__
        if kind is ast.Import or kind is ast.ImportFrom:
            self._import(node, conditional)  # type: ignore[arg-type]
        elif kind is ast.Assign:
            self._assign(node, conditional)  # type: ignore[arg-type]
        elif kind is ast.Expr:
            self._expression(node, conditional)  # type: ignore[arg-type]
        elif kind is ast.AnnAssign:
            self._annotated(node, conditional)  # type: ignore[arg-type]
        elif kind is ast.AugAssign:
            self._augmented(node, conditional)  # type: ignore[arg-type]
        elif kind is ast.Delete:
            for target in node.targets:  # type: ignore[attr-defined]
                for name in _target_names(target):
                    self._bind_other(name, node.lineno, conditional)
        elif kind.__name__ == "TypeAlias":
            self._bind_other(node.name.id, node.lineno, conditional)  # type: ignore[attr-defined]
        if self.may_walrus and kind is not ast.Import and kind is not ast.ImportFrom:
            self._walruses(node, conditional)

    def _import(self, node: ast.Import | ast.ImportFrom, conditional: bool) -> None:
        line = node.lineno
        if isinstance(node, ast.Import):
            for alias in node.names:
                top = alias.name.partition(".")[0]
                module = alias.name if alias.asname else top
                self._bind(alias.asname or top, "import", line, conditional, module, None, 0, alias.name)
            return
        for alias in node.names:
            if alias.name == "*":
                self.stars.append((node.module, node.level, line, conditional))
            else:
                self._bind(alias.asname or alias.name, "import", line, conditional, node.module, alias.name, node.level)

    def _assign(self, node: ast.Assign, conditional: bool) -> None:
        value: Sketch | None = None
        for target in node.targets:
            if target.__class__ is ast.Name:
                name: str = target.id
                if value is None:
                    value = sketch(node.value)
                self._bind(name, "assign", node.lineno, conditional, None, None, 0, None, value, None)
                if name == "__all__":
                    self._set_exports(node.value)
            elif target.__class__ is ast.Attribute or target.__class__ is ast.Subscript:
                self._write(target, node, conditional)
            else:
                for name, item in _unpacked(target, node.value):
                    if item is None:
                        self._bind_other(name, node.lineno, conditional)
                    else:
                        found = sketch(item)
                        self._bind(name, "assign", node.lineno, conditional, None, None, 0, None, found, None)

    def _write(self, target: ast.expr, node: ast.Assign, conditional: bool) -> None:
        key: Sketch | None = None
        chain = target
        if isinstance(chain, ast.Subscript):
            key = sketch(chain.slice)
            chain = chain.value
        name = dotted_name(chain)
        if name is not None:
            self.writes.append((name, key, sketch(node.value), node.lineno, conditional))

    def _annotated(self, node: ast.AnnAssign, conditional: bool) -> None:
        if node.target.__class__ is ast.Name:
            value = node.value and sketch(node.value)
            annotation = sketch(node.annotation)
            name: str = node.target.id
            self._bind(name, "assign", node.lineno, conditional, None, None, 0, None, value, annotation)
            if name == "__all__" and node.value is not None:
                self._set_exports(node.value)

    def _augmented(self, node: ast.AugAssign, conditional: bool) -> None:
        if node.target.__class__ is not ast.Name:
            return
        name: str = node.target.id
        if name == "__all__":
            self._add_exports(node.value)
        self._bind_other(name, node.lineno, conditional)

    def _expression(self, node: ast.Expr, conditional: bool) -> None:
        call = node.value
        if call.__class__ is not ast.Call:
            return
        if _is_exports_method(call):
            self._add_exports_by_call(call)
        self.calls.append((sketch(call), node.lineno, conditional))

    def _set_exports(self, value: ast.expr) -> None:
        self.exports, self.dynamic_exports = [], False
        self._add_exports(value)

    def _add_exports(self, value: ast.expr) -> None:
        names = _literal_strings(value)
        if names is None:
            self.dynamic_exports = True
        elif self.exports is None:
            self.exports = names
        else:
            self.exports += names

    def _add_exports_by_call(self, call: ast.Call) -> None:
        if len(call.args) != 1:
            self.dynamic_exports = True
        elif call.func.attr == "append":  # type: ignore[attr-defined]
            self._add_exports(ast.List(elts=[call.args[0]], ctx=ast.Load()))
        elif call.func.attr == "extend":  # type: ignore[attr-defined]
            self._add_exports(call.args[0])
        else:
            self.dynamic_exports = True

    def _class_statement(self, node: ast.stmt, owner: _Class) -> None:
        kind = node.__class__
        if kind is ast.Assign:
            for target in node.targets:  # type: ignore[attr-defined]
                for name, item in _unpacked(target, node.value):  # type: ignore[attr-defined]
                    found = OTHER if item is None else sketch(item)
                    owner.attributes.setdefault(name, []).append((found, None, node.lineno))
        elif kind is ast.AnnAssign:
            if isinstance(node.target, ast.Name):  # type: ignore[attr-defined]
                value = node.value and sketch(node.value)  # type: ignore[attr-defined]
                entry = (value, sketch(node.annotation), node.lineno)  # type: ignore[attr-defined]
                owner.attributes.setdefault(node.target.id, []).append(entry)  # type: ignore[attr-defined]
        elif kind is ast.AugAssign or kind is ast.Delete:
            targets = [node.target] if kind is ast.AugAssign else node.targets  # type: ignore[attr-defined]
            for target in targets:
                for name in _target_names(target):
                    owner.attributes.setdefault(name, []).append((OTHER, None, node.lineno))
        elif kind is ast.Import or kind is ast.ImportFrom:
            for alias in node.names:  # type: ignore[attr-defined]
                name = alias.asname or alias.name.partition(".")[0]
                owner.attributes.setdefault(name, []).append((OTHER, None, node.lineno))

    def _function_statement(self, node: ast.stmt, owner: _Function) -> None:
        kind = node.__class__
        if kind is ast.Return:
            value = node.value  # type: ignore[attr-defined]
            owner.returned.append(_NONE if value is None else sketch(value))
        elif kind is ast.Global:
            owner.global_names.update(dict.fromkeys(node.names, node.lineno))  # type: ignore[attr-defined]


_BLOCKS = frozenset(
    getattr(ast, name)
    for name in ("If", "For", "AsyncFor", "While", "Try", "TryStar", "With", "AsyncWith", "Match")
    if hasattr(ast, name)
)


def _inner(node: Any) -> Iterator[ast.stmt]:
    """The statements directly in the blocks of a compound statement, in program order."""
    kind = node.__class__
    if kind is ast.With or kind is ast.AsyncWith:
        return iter(node.body)
    if kind is ast.Match:
        return iter([each for case in node.cases for each in case.body])
    if kind is ast.If or kind is ast.For or kind is ast.While or kind is ast.AsyncFor:
        return iter(node.body + node.orelse if node.orelse else node.body)
    handlers = [each for handler in node.handlers for each in handler.body]
    return iter(node.body + handlers + node.orelse + node.finalbody)


def _header_targets(node: Any) -> list[str]:
    """Names that a compound statement itself binds."""
    kind = node.__class__
    if kind is ast.If or kind is ast.While:
        return []
    if kind is ast.For or kind is ast.AsyncFor:
        return _target_names(node.target)
    if kind is ast.With or kind is ast.AsyncWith:
        return [name for item in node.items if item.optional_vars for name in _target_names(item.optional_vars)]
    if kind is ast.Match:
        return [name for case in node.cases for name in _pattern_names(case.pattern)]
    return [handler.name for handler in node.handlers if handler.name]


def _target_names(target: ast.expr) -> list[str]:
    names: list[str] = []
    stack = [target]
    while stack:
        node = stack.pop()
        if isinstance(node, ast.Name):
            names.append(node.id)
        elif isinstance(node, (ast.Tuple, ast.List)):
            stack.extend(reversed(node.elts))
        elif isinstance(node, ast.Starred):
            stack.append(node.value)
    return names


def _pattern_names(pattern: ast.pattern) -> list[str]:
    names = []
    for node in ast.walk(pattern):
        name = getattr(node, "rest", None) if isinstance(node, ast.MatchMapping) else getattr(node, "name", None)
        if isinstance(name, str):
            names.append(name)
    return names


def _unpacked(target: ast.expr, value: ast.expr) -> list[tuple[str, ast.expr | None]]:
    """(name, the expression it gets, or None where that cannot be told) for one assignment target."""
    if isinstance(target, ast.Name):
        return [(target.id, value)]
    if not isinstance(target, (ast.Tuple, ast.List)):
        return [(name, None) for name in _target_names(target)]
    plain = isinstance(value, (ast.Tuple, ast.List)) and len(value.elts) == len(target.elts)
    if not plain or any(isinstance(each, ast.Starred) for each in (*target.elts, *value.elts)):  # type: ignore[attr-defined]
        return [(name, None) for name in _target_names(target)]
    pairs = zip(target.elts, value.elts, strict=True)  # type: ignore[attr-defined]
    return [found for item, given in pairs for found in _unpacked(item, given)]


def _walrus_targets(node: ast.AST) -> list[tuple[str, int]]:
    """Names that ``:=`` binds in a statement's own expressions: comprehensions bind outwards, lambdas do not."""
    return [(each.target.id, each.lineno) for each in _own_expressions(node) if isinstance(each, ast.NamedExpr)]


def _own_expressions(node: ast.AST) -> Iterator[ast.AST]:
    """Every expression node under ``node`` but not in nested statements or lambdas."""
    stack: list[ast.AST] = [node]
    while stack:
        current = stack.pop()
        for child in ast.iter_child_nodes(current):
            if not isinstance(child, (ast.stmt, ast.Lambda)):
                yield child
                stack.append(child)


def _assigned_names(function: ast.AST) -> set[str]:
    """Every name that is bound anywhere in the function."""
    found: set[str] = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Name):
            if not isinstance(node.ctx, ast.Load):
                found.add(node.id)
        elif isinstance(node, ast.alias):
            found.add(node.asname or node.name.partition(".")[0])
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.ExceptHandler)):
            found.add(node.name or "")
    return found


def _lines_with(word: bytes, data: bytes) -> list[int]:
    """The (1-based) numbers of the lines that contain the word."""
    if word not in data:
        return []
    return [number for number, line in enumerate(data.splitlines(), 1) if word in line]


def _yields(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    stack: list[ast.AST] = list(function.body)
    while stack:
        node = stack.pop()
        kind = node.__class__
        if kind is ast.Yield or kind is ast.YieldFrom:
            return True
        if kind not in _SCOPES:
            stack.extend(ast.iter_child_nodes(node))
    return False


def _parameters(arguments: ast.arguments) -> tuple[Raw, ...]:
    positional = [*arguments.posonlyargs, *arguments.args]
    defaults: list[ast.expr | None] = [None] * (len(positional) - len(arguments.defaults))
    defaults += arguments.defaults
    made = [
        _parameter(each, "positional" if index < len(arguments.posonlyargs) else "any", default)
        for index, (each, default) in enumerate(zip(positional, defaults, strict=True))
    ]
    if arguments.vararg is not None:
        made.append(_parameter(arguments.vararg, "varargs", None))
    for each, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        made.append(_parameter(each, "keyword", default))
    if arguments.kwarg is not None:
        made.append(_parameter(arguments.kwarg, "kwargs", None))
    return tuple(made)


def _parameter(argument: ast.arg, kind: str, default: ast.expr | None) -> Raw:
    return argument.arg, kind, default and sketch(default), argument.annotation and sketch(argument.annotation)


def _last_name(decorator: Sketch) -> str | None:
    """``c`` of ``@a.b.c`` and of ``@a.b.c(...)``."""
    if decorator[0] == "call":
        decorator = decorator[1]
    return str(decorator[1]).rpartition(".")[2] if decorator[0] == "name" else None


def _is_exports_method(call: Any) -> bool:
    function = call.func
    return (
        function.__class__ is ast.Attribute and function.value.__class__ is ast.Name and function.value.id == "__all__"
    )


def _literal_strings(value: ast.expr) -> list[str] | None:
    """The strings of a list or tuple of string literals, sums of such included; None for anything else."""
    names: list[str] = []
    stack: list[ast.expr] = [value]
    while stack:
        node = stack.pop()
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            stack += [node.right, node.left]
            continue
        if not isinstance(node, (ast.List, ast.Tuple)):
            return None
        if not _append_strings(node.elts, names):
            return None
    return names


def _append_strings(items: Iterable[ast.expr], names: list[str]) -> bool:
    for each in items:
        if not isinstance(each, ast.Constant) or not isinstance(each.value, str):
            return False
        names.append(each.value)
    return True
