"""A serializer of the project's own, where tokens of different lifetimes are signed: each knows how long it is good."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flask_modernize.planning.contract import Finding, ImportDrop
from flask_modernize.rules.findings import NAME_TAKEN
from flask_modernize.rules.matches import File, Match
from flask_modernize.rules.members import needed_names
from flask_modernize.rules.replacing import Replacement
from flask_modernize.rules.whole_lines import above, unit
from flask_modernize_codemods.itsdangerous_2.token_uses import TIMED, Tokens

_CLASS = '''class {name}({URLSafeSerializer}):
    """Signs values together with the time until which they are good."""

    def __init__(self, secret_key, expires_in=3600):
        super().__init__(secret_key)
        self.expires_in = expires_in

    def dumps(self, obj):
        return super().dumps({{"value": obj, "expires": int({time}.time()) + self.expires_in}})

    def loads(self, signed):
        found = super().loads(signed)
        if found["expires"] < {time}.time():
            raise {SignatureExpired}("Signature expired")
        return found["value"]'''


def own_serializer(file: File, found: Tokens) -> Iterator[Match | Finding]:
    """The class takes the name and the place of the one that was imported; what uses it stays."""
    imported = next((each for each in file.syntax.scopes.nodes() if _imports(each)), None)
    first = next((each for each in file.syntax.module.body if isinstance(each, ast.FunctionDef | ast.ClassDef)), None)
    needs = ("itsdangerous.SignatureExpired", "itsdangerous.URLSafeSerializer", "time")
    if found.makers[0].path != file.syntax.path or not isinstance(imported, ast.ImportFrom) or first is None:
        return
    given = needed_names(file, imported, needs)
    if isinstance(given, Finding) or file.syntax.scopes.parent(imported) is not file.syntax.module:
        message = "JSON Web Signatures are gone from ItsDangerous; a class that does their job needs names taken here"
        yield file.finding(imported, NAME_TAKEN, message, "Sign the time of expiry together with the value.")
        return
    alias = next(each for each in imported.names if each.name == TIMED)
    name = alias.asname or alias.name
    text = _CLASS.format(name=name, **given[0]).replace("    ", unit(file))
    changes = [above(file, first, text + "\n\n")]
    changes += [change for maker in found.makers for call in maker.signing for change in as_text(file, call)]
    drop = ImportDrop(file.syntax.path, imported.lineno, name)
    title = "tokens know how long they are good"
    yield Match("itsdangerous-timed-jws", title, found.makers[0].call, tuple(changes), given[1], (drop,))


def _imports(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.ImportFrom)
        and node.module in ("itsdangerous", "itsdangerous.jws")
        and any(each.name == TIMED for each in node.names)
    )


def as_text(file: File, call: ast.Call) -> Iterator[Replacement]:
    """``dumps(...).decode("utf-8")``: what is signed is text already."""
    attribute = file.syntax.scopes.parent(call)
    decoding = file.syntax.scopes.parent(attribute) if isinstance(attribute, ast.Attribute) else None
    if isinstance(decoding, ast.Call) and isinstance(attribute, ast.Attribute) and attribute.attr == "decode":
        yield Replacement(file.span(call)[1], file.span(decoding)[1], ())
