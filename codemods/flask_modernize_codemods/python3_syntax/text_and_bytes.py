"""Text given where Python 3 wants bytes: hashlib, hmac, base64; and the codecs that strings have no more."""

from __future__ import annotations

import ast

from flask_modernize.planning.contract import Edit
from flask_modernize_codemods.python3_syntax.legacy_file import Answers, Codemod, LegacyFile
from flask_modernize_codemods.python3_syntax.value_kinds import BYTES, TEXT, kind_of

_HASHES = frozenset({"md5", "sha1", "sha224", "sha256", "sha384", "sha512", "new"})
_BASE64 = frozenset({"b64encode", "urlsafe_b64encode", "standard_b64encode", "b32encode", "b16encode", "encodebytes"})
_CODECS = {"hex": "binascii.hexlify", "base64": "base64.encodebytes"}
ENCODING = "utf-8"


def answers(file: LegacyFile) -> Answers:
    """A group for each argument that is text for certain; a finding where it cannot be told, in files of Python 2."""
    for node in file.nodes():
        if not isinstance(node, ast.Call):
            continue
        name = file.external(node.func) if isinstance(node.func, ast.Name | ast.Attribute) else ""
        module, _, function = name.rpartition(".")
        if module == "hashlib" and function in _HASHES:
            yield from _arguments(file, node, node.args[1:2] if function == "new" else node.args[:1])
        elif name == "hmac.new":
            yield from _arguments(file, node, node.args[:2])
        elif module == "base64" and function in _BASE64:
            yield from _base64(file, node)
        elif isinstance(node.func, ast.Attribute) and node.func.attr in ("encode", "decode", "update"):
            yield from _method(file, node, node.func)


def _arguments(file: LegacyFile, call: ast.Call, arguments: list[ast.expr]) -> Answers:
    edits: list[Edit] = []
    for argument in arguments:
        kind = kind_of(file, argument)
        if kind == TEXT:
            edits.append(_encoded(file, argument))
        elif kind != BYTES and file.python2 and not _encodes(argument):
            text = f"{file.text(argument)} has to be bytes here; it cannot be told whether it is."
            yield file.finding(argument, "P-BYTES", text)
            return
    if edits:
        yield file.group("Encode what is hashed", call, edits)


def _encodes(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "encode"


def _encoded(file: LegacyFile, node: ast.expr) -> Edit:
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.isascii():
        text = file.text(node)
        if text[0] in "'\"":
            return file.replace(file.start(node), file.start(node), "b")
    text = file.text(node)
    whole = isinstance(node, ast.Name | ast.Attribute | ast.Call | ast.Subscript | ast.Constant | ast.JoinedStr)
    whole = whole and not (isinstance(node, ast.Constant) and "\n" in text)
    return file.rewrite(node, f"{text if whole else f'({text})'}.encode('{ENCODING}')")


def _base64(file: LegacyFile, call: ast.Call) -> Answers:
    """What is encoded was text, and so was the result: ``base64.b64encode(text.encode()).decode()``."""
    if not call.args or not file.python2:
        return
    kind = kind_of(file, call.args[0])
    if kind == TEXT and not _is_decoded(file, call):
        end = file.end(call)
        edits = [_encoded(file, call.args[0]), file.replace(end, end, ".decode('ascii')")]
        yield file.group("Encode what base64 takes", call, edits)
    elif kind is None and not _is_decoded(file, call):
        yield file.finding(call, "P-BYTES", "base64 takes and gives bytes; it cannot be told whether text goes in.")


def _is_decoded(file: LegacyFile, call: ast.Call) -> bool:
    outer = file.syntax.scopes.parent(call)
    return isinstance(outer, ast.Attribute) and outer.attr == "decode"


def _method(file: LegacyFile, call: ast.Call, function: ast.Attribute) -> Answers:
    argument = call.args[0] if len(call.args) == 1 else None
    codec = argument.value if isinstance(argument, ast.Constant) else None
    if function.attr == "encode" and codec == "hex" and not call.keywords:
        yield from _hex(file, call, function)
    elif codec in ("hex", "base64", "rot13", "zlib", "string-escape", "string_escape"):
        yield file.finding(call, "P-BYTES", f"Strings have no {function.attr}({codec!r}) on Python 3.")
    elif function.attr == "decode" and (opened := _opened_as_text(file, function.value)) is not None:
        yield from _read(file, call, function, opened)
    elif function.attr == "decode" and file.python2 and kind_of(file, function.value) == TEXT:
        yield from _decoded(file, call, function)
    elif function.attr == "update" and file.python2 and _is_hash(file, function.value) and argument is not None:
        yield from _arguments(file, call, [argument])


def _hex(file: LegacyFile, call: ast.Call, function: ast.Attribute) -> Answers:
    """``os.urandom(8).encode('hex')`` is ``os.urandom(8).hex()``."""
    kind = kind_of(file, function.value)
    if kind == BYTES:
        edit = file.replace(file.end(function) - len("encode"), file.end(call), "hex()")
        yield file.group("Replace encode('hex')", call, [edit])
    elif kind == TEXT:
        edits = [file.replace(file.end(function) - len("encode"), file.end(call), f"encode('{ENCODING}').hex()")]
        yield file.group("Replace encode('hex')", call, edits)
    else:
        yield file.finding(call, "P-BYTES", "Strings have no encode('hex') on Python 3; bytes have hex().")


def _opened_as_text(file: LegacyFile, node: ast.expr) -> ast.Call | None:
    """The ``open(path)`` of ``open(path).read()``, where it opens for text."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "read"):
        return None
    opened = node.func.value
    if not (isinstance(opened, ast.Call) and file.is_builtin(opened.func, "open", "file")) or opened.keywords:
        return None
    mode = opened.args[1] if len(opened.args) == 2 else None
    text = len(opened.args) == 1 or (isinstance(mode, ast.Constant) and mode.value in ("r", "rt", "U", "rU"))
    return opened if text and not node.args else None


def _read(file: LegacyFile, call: ast.Call, function: ast.Attribute, opened: ast.Call) -> Answers:
    """``open(path).read().decode("utf-8")`` is ``open(path, encoding="utf-8").read()``."""
    if len(call.args) != 1 or call.keywords or not isinstance(call.args[0], ast.Constant):
        yield file.finding(call, "P-BYTES", "What open() reads is text on Python 3, which has no decode().")
        return
    end = file.end(opened.args[0])
    given = file.replace(end, file.end(opened) - 1, f", encoding={file.text(call.args[0])}")
    yield file.group(
        "Open the file with its encoding", call, [given, file.replace(file.end(function.value), file.end(call), "")]
    )


def _decoded(file: LegacyFile, call: ast.Call, function: ast.Attribute) -> Answers:
    """A decode() of what is text on Python 3 already; only for literals and what is made from them."""
    if isinstance(function.value, ast.Constant) and len(call.args) <= 1 and not call.keywords:
        yield file.group(
            "Drop the decoding of text", call, [file.replace(file.end(function.value), file.end(call), "")]
        )
    else:
        yield file.finding(call, "P-BYTES", f"{file.text(function.value)} is text on Python 3, which has no decode().")


def _is_hash(file: LegacyFile, node: ast.expr) -> bool:
    owner = file.scope(node).lookup(node.id) if isinstance(node, ast.Name) else None
    bindings = owner.bindings.get(node.id, []) if owner is not None and isinstance(node, ast.Name) else []
    values = [each.value for each in bindings]
    return bool(values) and all(
        isinstance(value, ast.Call) and file.external(value.func).startswith(("hashlib.", "hmac.")) for value in values
    )


CODEMOD = Codemod((b"hashlib", b"hmac", b"base64", b".encode(", b".decode("), answers)
