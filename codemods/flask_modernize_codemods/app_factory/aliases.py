"""Module-level names that only stand for something that the application has: ``PAGE = app.config["PAGE"]``."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask_modernize.project.applications import Use
    from flask_modernize_codemods.app_factory.modules import Module
    from flask_modernize_codemods.app_factory.terrain import Terrain

_CHANGING = frozenset(
    {"update", "from_object", "from_pyfile", "from_envvar", "from_mapping", "setdefault", "pop", "clear"}
)


@dataclass(frozen=True, slots=True)
class Alias:
    """``text`` is what a function reads instead; ``key`` the setting that it is, None for an attribute of the app.

    ``line`` is where the module takes the value.
    """

    text: str
    key: str | None
    path: str
    line: int

    def is_changed(self, terrain: Terrain) -> bool:
        """Whether the setting may get another value after the module has read it."""
        if self.key is None:
            return False
        for uses in terrain.uses.values():
            for use in uses:
                if use.role == "config" and self._changes(use) and not self._is_earlier(use, terrain):
                    return True
        return False

    def _is_earlier(self, use: Use, terrain: Terrain) -> bool:
        """Whether the setting is given a value at start-up, before the module takes it."""
        if not use.at_import_time:
            return False
        if use.path == self.path:
            return use.reference.node.lineno < self.line
        imported_on = terrain.brought_in_by(self.path) if use.path == terrain.home else None
        return imported_on is not None and use.reference.node.lineno < imported_on

    def _changes(self, use: Use) -> bool:
        if use.call is not None and use.method.rpartition(".")[2] in _CHANGING:
            return True
        parent = use.syntax.scopes.parent(use.chain) if use.chain is not None else None
        if not isinstance(parent, ast.Subscript) or isinstance(parent.ctx, ast.Load):
            return False
        return not isinstance(parent.slice, ast.Constant) or parent.slice.value == self.key


def alias_of(module: Module, statement: ast.stmt, name: str) -> Alias | None:
    """The alias that ``name = app...`` makes; None when the value is anything but a setting or attribute."""
    if not isinstance(statement, ast.Assign) or len(statement.targets) != 1:
        return None
    target = statement.targets[0]
    uses = [use for use in module.uses if use.statement is statement]
    if not isinstance(target, ast.Name) or target.id != name or len(uses) != 1:
        return None
    use = uses[0]
    key = _key(module, statement.value, use)
    if key is None and statement.value is not use.chain:
        return None
    if key is None and use.method not in (
        "config",
        "logger",
        "root_path",
        "instance_path",
        "static_folder",
        "jinja_env",
    ):
        return None
    source = module.source
    node = use.reference.node
    assert isinstance(node, ast.expr)
    start = source.offset(node.end_lineno or 0, node.end_col_offset or 0)
    end = source.offset(statement.value.end_lineno or 0, statement.value.end_col_offset or 0)
    text = source.text(start, end)
    if "\n" in text:
        return None
    return Alias(f"current_app{text}", key, module.path, statement.lineno)


def _key(module: Module, value: ast.expr, use: Use) -> str | None:
    """The setting in ``app.config["KEY"]`` and ``app.config.get("KEY")``."""
    if isinstance(value, ast.Subscript) and value.value is use.chain and use.method == "config":
        return _text(value.slice)
    if isinstance(value, ast.Call) and value is use.call and use.method == "config.get" and value.args:
        first = value.args[0]
        plain = all(isinstance(each, ast.Constant) for each in value.args) and not value.keywords
        return _text(first) if plain else None
    return None


def _text(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None
