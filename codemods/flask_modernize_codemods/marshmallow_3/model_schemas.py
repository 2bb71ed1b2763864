"""``ma.ModelSchema`` and ``ma.TableSchema`` are ``ma.SQLAlchemyAutoSchema``, with what they did as options."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flask_modernize.planning.contract import Finding, ImportDrop
from flask_modernize.rules.findings import REMOVED
from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.members import needed_names
from flask_modernize.rules.replacing import Replacement
from flask_modernize.rules.whole_lines import below, has_own_lines
from flask_modernize_codemods.marshmallow_3.schemas import option, options_class

ROW = "ma-flask-modelschema"
_NEW = "SQLAlchemyAutoSchema"
_MODULES = ("marshmallow_sqlalchemy", "marshmallow_sqlalchemy.schema")
_OLD = {
    **{f"flask_marshmallow.Marshmallow.{name}": name for name in ("ModelSchema", "TableSchema")},
    **{f"{module}.{name}": name for module in _MODULES for name in ("ModelSchema", "TableSchema")},
}
_OPTIONS = {"ModelSchema": ("include_relationships", "load_instance"), "TableSchema": ()}


def _find(file: File) -> Iterator[Match | Finding]:
    for node in file.syntax.scopes.nodes():
        if isinstance(node, ast.ClassDef):
            for base in node.bases:
                kind = next((_OLD[name] for name in sorted(file.names(base)) if name in _OLD), "")
                if kind:
                    yield from _based(file, node, base, kind)


def _based(file: File, cls: ast.ClassDef, base: ast.expr, kind: str) -> Iterator[Match | Finding]:
    meta = options_class(cls)
    missing = [name for name in _OPTIONS[kind] if meta is None or option(meta, name) is None]
    if missing and (meta is None or not has_own_lines(file, meta.body[-1])):
        message = f"`{file.text(base)}` is gone, and this class has no options to add to"
        advice = f"Inherit from `{_NEW}`, with `load_instance` and `include_relationships` in a `class Meta`."
        yield file.finding(base, REMOVED, message, advice)
        return
    drops: tuple[ImportDrop, ...] = ()
    if isinstance(base, ast.Attribute):
        end = file.span(base)[1]
        renamed, needs = Replacement(end - len(kind), end, (_NEW,)), ()
    else:
        given = needed_names(file, cls, (f"marshmallow_sqlalchemy.{_NEW}",))
        if isinstance(given, Finding):
            yield given
            return
        renamed, needs = Replacement(*file.span(base), (given[0][_NEW],)), given[1]  # type: ignore[assignment]
    changes = [renamed]
    if missing and meta is not None:
        changes.append(below(file, meta.body[-1], "\n".join(f"{name} = True" for name in missing)))
    yield Match(ROW, f"{kind} is {_NEW} today", cls, tuple(changes), needs, drops)


MATCHER = Matcher(frozenset({b"ModelSchema", b"TableSchema"}), _find)
