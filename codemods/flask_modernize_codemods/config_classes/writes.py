"""Statements that write settings: ``app.config["K"] = v``, ``app.config.update(K=v)``, ``app.debug = v``."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator
from dataclasses import dataclass

CONFIG_ATTRIBUTES = {
    "secret_key": "SECRET_KEY",
    "testing": "TESTING",
    "debug": "DEBUG",
    "permanent_session_lifetime": "PERMANENT_SESSION_LIFETIME",
}
"""Attributes of the app that are nothing but a setting."""

_LOADS = ("from_object", "from_pyfile", "from_envvar", "from_file", "from_json", "from_prefixed_env")


@dataclass(frozen=True, slots=True, eq=False)
class Setting:
    """One key with its value. ``item`` is what writes it: the whole statement, or one argument or pair of a call."""

    key: str
    value: ast.expr
    statement: ast.stmt
    item: ast.AST


@dataclass(frozen=True, slots=True, eq=False)
class Unclear:
    """A write whose key cannot be told (None), or that a config class would not carry."""

    node: ast.AST
    value: ast.expr
    key: str | None


@dataclass(frozen=True, slots=True, eq=False)
class Write:
    """A statement that writes settings and does nothing else."""

    statement: ast.stmt
    settings: tuple[Setting, ...]
    unclear: tuple[Unclear, ...] = ()

    @property
    def is_call(self) -> bool:
        """Whether it is ``app.config.update(...)`` and not an assignment."""
        return isinstance(self.statement, ast.Expr)


@dataclass(frozen=True, slots=True, eq=False)
class Load:
    """``app.config.from_object(argument)`` and its kin, as a statement of its own."""

    statement: ast.stmt
    method: str
    call: ast.Call


def writes_of(statement: ast.stmt, names: Collection[str]) -> Write | None:
    """The statement as a write of settings of the app that goes by these names; None when it is none."""
    if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
        return _assignment(statement, statement.targets[0], statement.value, names)
    call = _method_call(statement, names)
    if call is not None and _attribute(call) in ("update", "from_mapping"):
        return _call(statement, call)
    return None


def load_of(statement: ast.stmt, names: Collection[str]) -> Load | None:
    """The statement as one that loads settings from elsewhere; None when it is none."""
    call = _method_call(statement, names)
    method = _attribute(call) if call is not None else ""
    return Load(statement, method, call) if call is not None and method in _LOADS else None


def is_config(node: ast.AST, names: Collection[str]) -> bool:
    """Whether the expression is ``app.config``."""
    return (
        isinstance(node, ast.Attribute)
        and node.attr == "config"
        and isinstance(node.value, ast.Name)
        and node.value.id in names
    )


def _assignment(statement: ast.stmt, target: ast.expr, value: ast.expr, names: Collection[str]) -> Write | None:
    if isinstance(target, ast.Subscript) and is_config(target.value, names):
        key = target.slice.value if isinstance(target.slice, ast.Constant) else None
        return _one(statement, key, value, statement)
    if isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name) and target.value.id in names:
        key = CONFIG_ATTRIBUTES.get(target.attr)
        return _one(statement, key, value, statement) if key else None
    return None


def _one(statement: ast.stmt, key: object, value: ast.expr, item: ast.AST) -> Write:
    if isinstance(key, str) and carried(key):
        return Write(statement, (Setting(key, value, statement, item),))
    return Write(statement, (), (Unclear(item, value, key if isinstance(key, str) else None),))


def carried(key: str) -> bool:
    """Whether a class attribute can stand for the key: an upper-case identifier, as ``from_object`` takes them."""
    return key.isupper() and key.isidentifier() and not key.startswith("__")


def _call(statement: ast.stmt, call: ast.Call) -> Write | None:
    settings: list[Setting] = []
    unclear: list[Unclear] = []
    for key, value, item in items_of(call):
        if isinstance(key, str) and carried(key) and key not in {each.key for each in settings}:
            settings.append(Setting(key, value, statement, item))
        else:
            unclear.append(Unclear(item, value, key if isinstance(key, str) else None))
    return Write(statement, tuple(settings), tuple(unclear))


def items_of(call: ast.Call) -> Iterator[tuple[object, ast.expr, ast.AST]]:
    """Key (None: computed), value and node of every setting that the call writes."""
    for argument in call.args:
        if isinstance(argument, ast.Dict):
            for key, value in zip(argument.keys, argument.values, strict=True):
                yield (key.value if isinstance(key, ast.Constant) else None), value, key or value
        elif isinstance(argument, ast.Call) and isinstance(argument.func, ast.Name) and argument.func.id == "dict":
            yield from items_of(argument)
        else:
            yield None, argument, argument
    for keyword in call.keywords:
        yield keyword.arg, keyword.value, keyword


def _method_call(statement: ast.stmt, names: Collection[str]) -> ast.Call | None:
    """``app.config.method(...)`` as a whole statement."""
    call = statement.value if isinstance(statement, ast.Expr) else None
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
        return None
    return call if is_config(call.func.value, names) else None


def _attribute(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""
