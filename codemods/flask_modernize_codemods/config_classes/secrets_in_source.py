"""Secrets that stand in the source: in writes to an app's configuration, and in modules and classes of settings."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from flask_modernize.planning.contract import Finding
from flask_modernize.project.applications import is_test_path
from flask_modernize_codemods.config_classes.codes import ADVICE, GUIDE
from flask_modernize_codemods.config_classes.environment_names import has_credentials, is_secret_name
from flask_modernize_codemods.config_classes.literals import environment_reads
from flask_modernize_codemods.config_classes.writes import CONFIG_ATTRIBUTES, items_of

if TYPE_CHECKING:
    from flask_modernize.project import Project
    from flask_modernize.project.syntax import Syntax

_WORDS = (b"SECRET", b"secret", b"PASS", b"KEY", b"TOKEN", b"SALT", b"CREDENTIAL", b"://", b"DSN")
_SETTINGS_FILE = re.compile(r"(?:config|settings|[/_]conf)\w*\.py$")


def secrets_of(project: Project) -> Iterator[Finding]:
    """A finding for every secret that stands in the source as (the default of) a setting; the secret is not shown."""
    candidates = {
        path for word in (b"config", b"Config", b"secret_key", b"SECRET_KEY") for path in project.files_with(word)
    }
    for path in sorted(candidates):
        if is_test_path(path) or not any(word in project.tree.read(path) for word in _WORDS):
            continue
        syntax = project.syntax(path)
        if syntax is not None:
            yield from _in_file(syntax)


def _in_file(syntax: Syntax) -> Iterator[Finding]:
    for node in syntax.scopes.nodes():
        for key, value in _settings(syntax, node):
            what = _secret(key, value)
            if what:
                line, column = syntax.source.position(syntax.source.offset(value.lineno, value.col_offset))
                message = f"{what} stands in the source"
                yield Finding(syntax.path, line, column, "C-SECRET", message, ADVICE["C-SECRET"], GUIDE, site=False)


def _settings(syntax: Syntax, node: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """The settings that a statement or an argument writes."""
    if isinstance(node, ast.Assign):
        for target in node.targets:
            key = _key(syntax, node, target)
            if key:
                yield key, node.value
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        method = node.func.attr if _is_config(node.func.value) else ""
        if method in ("update", "from_mapping"):
            yield from ((key, value) for key, value, _ in items_of(node) if isinstance(key, str))


def _key(syntax: Syntax, node: ast.Assign, target: ast.expr) -> str:
    if isinstance(target, ast.Subscript) and _is_config(target.value):
        constant = target.slice.value if isinstance(target.slice, ast.Constant) else None
        return constant if isinstance(constant, str) else ""
    if isinstance(target, ast.Attribute):
        return CONFIG_ATTRIBUTES.get(target.attr, "")
    if isinstance(target, ast.Name) and target.id.isupper():
        scope = syntax.scopes.scope_of(node)
        if scope.kind == "class" and _is_settings_class(scope.node):
            return target.id
        if scope.kind == "module" and (
            _SETTINGS_FILE.search(syntax.path) or b"from_object(__name__)" in syntax.source.data
        ):
            return target.id
    return ""


def _is_config(node: ast.expr) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == "config"


def _is_settings_class(node: ast.AST) -> bool:
    return isinstance(node, ast.ClassDef) and re.search(r"Config|Settings", node.name) is not None


def _secret(key: str, value: ast.expr) -> str:
    """What the secret is called; empty when the value holds none."""
    for node in ast.walk(value):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and has_credentials(node.value):
            return f"a password in {key}"
    if not is_secret_name(key):
        return ""
    if isinstance(value, ast.Constant):
        return key if isinstance(value.value, str | bytes) and value.value else ""
    if isinstance(value, ast.Tuple | ast.List) and any(isinstance(each, ast.Constant) for each in value.elts):
        return key
    return key if any(isinstance(each.default, str) and each.default for each in environment_reads(value)) else ""
