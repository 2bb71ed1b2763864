"""``safe_str_cmp`` and ``pbkdf2_hex``, which took text and bytes; what the standard library has takes bytes."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flask_modernize.planning.contract import Finding
from flask_modernize.rules.findings import ARGUMENTS
from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.members import needed_names
from flask_modernize.rules.replacing import Replacement
from flask_modernize_codemods.werkzeug_3.text_and_bytes import Parts, as_bytes

_PBKDF2 = ("data", "salt", "iterations", "keylen", "hashfunc")


def _find(file: File) -> Iterator[Match | Finding]:
    for node in file.syntax.scopes.nodes():
        if isinstance(node, ast.Call):
            if file.means(node.func, "werkzeug.security.safe_str_cmp"):
                yield _compared(file, node)
            elif file.means(node.func, "werkzeug.security.pbkdf2_hex"):
                yield _derived(file, node, ".hex()")
            elif file.means(node.func, "werkzeug.security.pbkdf2_bin"):
                yield _derived(file, node, "")


def _compared(file: File, call: ast.Call) -> Match | Finding:
    if len(call.args) != 2 or call.keywords or any(isinstance(each, ast.Starred) for each in call.args):
        message = "`safe_str_cmp` is gone, and is not called with two arguments here"
        return file.finding(call, ARGUMENTS, message, "Compare bytes with `hmac.compare_digest`.")
    given = needed_names(file, call, ("hmac.compare_digest",))
    if isinstance(given, Finding):
        return given
    first, second = (as_bytes(file, each) for each in call.args)
    if isinstance(first, Finding):
        return first
    if isinstance(second, Finding):
        return second
    parts = (f"{given[0]['compare_digest']}(", *first[0], ", ", *second[0], ")")
    needs = (*given[1], *first[1], *second[1])
    replacement = Replacement(*file.span(call), parts)
    return Match("werkzeug-safe-str-cmp", "the standard library compares", call, (replacement,), needs)


def _derived(file: File, call: ast.Call, after: str) -> Match | Finding:
    """``pbkdf2_hex(data, salt, iterations, keylen, hashfunc)`` by ``hashlib.pbkdf2_hmac``."""
    values = dict(zip(_PBKDF2, call.args, strict=False)) | {str(each.arg): each.value for each in call.keywords}
    function = values.get("hashfunc")
    name = "sha256" if function is None else function.value if isinstance(function, ast.Constant) else None
    starred = any(isinstance(each, ast.Starred) for each in call.args)
    if starred or "iterations" not in values or not isinstance(name, str) or set(values) - set(_PBKDF2):
        message = "`pbkdf2_hex` and `pbkdf2_bin` are gone, and what they did here depends on the version of Werkzeug"
        advice = 'Write `hashlib.pbkdf2_hmac("sha256", data, salt, iterations).hex()` with the old iterations.'
        return file.finding(call, ARGUMENTS, message, advice)
    given = needed_names(file, call, ("hashlib.pbkdf2_hmac",))
    if isinstance(given, Finding):
        return given
    data, salt = as_bytes(file, values["data"]), as_bytes(file, values["salt"])
    if isinstance(data, Finding):
        return data
    if isinstance(salt, Finding):
        return salt
    length: Parts = (", ", file.span(values["keylen"])) if "keylen" in values else ()
    parts = (f'{given[0]["pbkdf2_hmac"]}("{name}", ', *data[0], ", ", *salt[0], ", ", file.span(values["iterations"]))
    replacement = Replacement(*file.span(call), (*parts, *length, ")" + after))
    return Match(
        "werkzeug-pbkdf2", "the standard library derives", call, (replacement,), (*given[1], *data[1], *salt[1])
    )


MATCHER = Matcher(frozenset({b"safe_str_cmp", b"pbkdf2_hex", b"pbkdf2_bin"}), _find)
