"""What may differ between two runs of the same application: each rule is one function with a name."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask_modernize.verify.sql_style import (
    columns_of_subqueries,
    count_of_rows,
    exists_of_anything,
    in_of_a_selection,
    without_true_criteria,
)

Record = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Normaliser:
    """One kind of difference that is none, and how it is taken out of a text."""

    name: str
    apply: Callable[[str], str]


def sql_without_labels(statement: str) -> str:
    """A statement without the labels of its result columns: `SELECT a.x AS a_x` and `SELECT a.x` read the same rows.

    Aliases of tables stay. A label that something else of the statement names stays too.
    """
    if " AS " not in statement:
        return statement
    tokens = _TOKEN.findall(statement)
    kept: list[str] = []
    in_columns = [False]
    position = 0
    while position < len(tokens):
        token = tokens[position]
        word = token.upper()
        if token == "(":
            in_columns.append(False)
        elif token == ")" and len(in_columns) > 1:
            in_columns.pop()
        elif word in ("SELECT", "RETURNING"):
            in_columns[-1] = True
        elif word == "FROM":
            in_columns[-1] = False
        elif word == "AS" and in_columns[-1] and position + 1 < len(tokens):
            label = tokens[position + 1]
            if tokens.count(label) == 1 and _IDENTIFIER.fullmatch(label):
                position += 2
                continue
        kept.append(token)
        position += 1
    return _joined(kept)


_TOKEN = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|[\w.$:]+|<=|>=|!=|<>|\|\||\S")
_IDENTIFIER = re.compile(r'\w+|"[^"]+"')


def _joined(tokens: list[str]) -> str:
    text = " ".join(tokens)
    return re.sub(r"\s+([,)])", r"\1", re.sub(r"\(\s+", "(", text))


def _sql_spaces(statement: str) -> str:
    return _joined(_TOKEN.findall(statement))


SQL = (
    Normaliser("spaces in SQL", _sql_spaces),
    Normaliser("a subquery of which IN selects everything", in_of_a_selection),
    Normaliser("names of result columns in SQL", sql_without_labels),
    Normaliser("how SQL counts rows", count_of_rows),
    Normaliser("what EXISTS selects", exists_of_anything),
    Normaliser("names of the columns of subqueries in SQL", columns_of_subqueries),
    Normaliser("criteria in SQL that are always true", without_true_criteria),
)

_CSRF_INPUT = re.compile(
    r"""(<(?:input|meta)\b[^>]*\bname=["']?(?:csrf[_-]?token|_csrf_token|csrf)["']?[^>]*\b(?:value|content)=)(["'])[^"']*\2""",
    re.IGNORECASE,
)
_CSRF_INPUT_REVERSED = re.compile(
    r"""(<(?:input|meta)\b[^>]*\b(?:value|content)=)(["'])[^"']*\2([^>]*\bname=["']?(?:csrf[_-]?token|_csrf_token|csrf)["']?)""",
    re.IGNORECASE,
)
_TOOLBAR = re.compile(r"(?is)<div id=\"flDebug\".*?(?=</body>|\Z)")
"""Full of times that were taken."""
_SIGNED = re.compile(r"\b[A-Za-z0-9_-]{8,}={0,2}\.[A-Za-z0-9_-]{4,}\.[A-Za-z0-9_-]{20,}\b")


def without_csrf_tokens(body: str) -> str:
    body = _CSRF_INPUT.sub(r"\1\2...\2", body)
    return _CSRF_INPUT_REVERSED.sub(r"\1\2...\2\3", body)


_PASSWORD_HASHES = (
    (re.compile(r"\$(2[abxy])\$(\d\d)\$[./A-Za-z0-9]{53}"), r"<\1 hash, \2 rounds>"),
    (re.compile(r"\b(pbkdf2:\w+(?::\d+)?|scrypt(?::\d+){3})\$[^$\s'\"]+\$[0-9a-f]{32,}"), r"<\1 hash>"),
    (re.compile(r"\$(argon2\w*)\$[\w=,$+/.-]+"), r"<\1 hash>"),
    (re.compile(r"\$(pbkdf2[\w-]*|sha\d+_crypt|[56])\$(?:rounds=)?(\d+)\$[./\w]+\$[./\w]+"), r"<\1 hash>"),
)


def without_salts(text: str) -> str:
    """Hashes of passwords without their salts: only how they are made counts."""
    for pattern, replacement in _PASSWORD_HASHES:
        if "$" in text:
            text = pattern.sub(replacement, text)
    return text


VALUES = (Normaliser("salts of password hashes", without_salts),)
"""For parameters of statements, rows of tables and everything else that is a plain value."""

_WERKZEUG_HASH = re.compile(r"<(?:pbkdf2:\w+(?::\d+)?|scrypt(?::\d+){3}) hash>")
_RETURNING = re.compile(r"(?i)^(INSERT INTO .*?) RETURNING [^()\[\]]*?(?= [\[{]|$)")

VALUES_ACROSS_VERSIONS = (
    *VALUES,
    Normaliser("how werkzeug hashes passwords by default", lambda text: _WERKZEUG_HASH.sub("<werkzeug hash>", text)),
)
SQL_ACROSS_VERSIONS = (
    *SQL,
    Normaliser("how SQLAlchemy asks for the keys of new rows", lambda text: _RETURNING.sub(r"\1", text)),
)

BODY = (
    *VALUES,
    Normaliser("CSRF tokens", without_csrf_tokens),
    Normaliser("the debug toolbar", lambda body: _TOOLBAR.sub("", body)),
    Normaliser("signed values", lambda body: _SIGNED.sub("<signed>", body)),
)

_ERROR_PAGE = re.compile(r"(?is)^<!doctype html[^>]*>\s*(?:<html lang=en>\s*)?<title>(\d{3} [^<]*)</title>\s*<h1>.*$")
_REDIRECT_PAGE = re.compile(r"(?is)^<!doctype html[^>]*>\s*(?:<html lang=en>\s*)?<title>Redirecting\.\.\.</title>.*$")

_FIELD = re.compile(r"<(?:input|textarea|select)((?:\s+[\w:.-]+(?:=\"[^\"]*\")?)+)\s*/?>")
_ATTRIBUTE = re.compile(r"\s+([\w:.-]+)(?:=\"[^\"]*\")?")
_FROM_VALIDATORS = frozenset({"accept", "max", "maxlength", "min", "minlength", "required", "step"})


def _without_validators(match: re.Match[str]) -> str:
    """A field as WTForms writes it, with its attributes in the order of the alphabet, without those that it takes from
    validators: each version takes more of them."""
    names = [each[1] for each in _ATTRIBUTE.finditer(match[1])]
    if names != sorted(names) or not {"id", "name"} <= set(names):
        return match[0]
    return _ATTRIBUTE.sub(lambda each: "" if each[1] in _FROM_VALIDATORS else each[0], match[0])


BODY_ACROSS_VERSIONS = (
    Normaliser("attributes that WTForms takes from validators", lambda body: _FIELD.sub(_without_validators, body)),
    Normaliser("werkzeug's own error pages", lambda body: _ERROR_PAGE.sub(r"<error page \1>", body)),
    Normaliser("werkzeug's own redirect pages", lambda body: _REDIRECT_PAGE.sub("<redirect page>", body)),
)


def header(name: str, value: str) -> str:
    """A header without the name of the test server, and an entity tag without the hash of the file's path."""
    if name.lower() in ("location", "content-location", "refresh"):
        return re.sub(r"^http://localhost(:\d+)?(?=/|$)", "", value) or "/"
    if name.lower() == "etag":
        return re.sub(r"-\d+(?=\"$)", "", value)
    return value


UNCOMPARED_HEADERS = frozenset({"content-length", "date"})
"""Content-Length says nothing that the body does not."""


def apply(normalisers: tuple[Normaliser, ...], text: str) -> str:
    for each in normalisers:
        text = each.apply(text)
    return text
