"""The encoding that Python reads a source file in: PEP 263 cookies and the UTF-8 byte order mark."""

from __future__ import annotations

import codecs
import re
from functools import lru_cache

from flask_modernize.sources.problems import BINARY, ENCODING, UnreadableSource

BOM = codecs.BOM_UTF8

# On the first line, or on the second if the first is blank or a comment; the lazy group tries the first line first.
_COOKIE = re.compile(
    rb"(?:[ \t\f]*(?:#[^\r\n]*)?(?:\r\n|\r|\n))??[ \t\f]*#[^\r\n]*?coding[:=][ \t]*([-_.a-zA-Z0-9]+)", re.ASCII
)
_ASCII = bytes(range(128))


def source_encoding(data: bytes) -> str:
    """The codec name that ``data`` is written in, checked to decode all of it.

    Raises UnreadableSource: S-BINARY for NUL bytes, S-ENCODING for an unknown or contradicting declaration, for bytes
    that the encoding does not have, and for encodings whose text cannot be cut at any character (UTF-7, ISO-2022, HZ).
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise UnreadableSource(ENCODING, "the file is UTF-16, which Python cannot read as source code")
    if b"\0" in data:
        raise UnreadableSource(BINARY, "the file contains NUL bytes: it is not Python source code")
    encoding = _declared_encoding(data)
    if encoding != "utf-8" or not data.isascii():
        _check_decodes(data, encoding)
    return encoding


def _declared_encoding(data: bytes) -> str:
    cookie = _COOKIE.match(data, len(BOM) if data.startswith(BOM) else 0)
    if cookie is None:
        return "utf-8"
    name = cookie.group(1).decode("ascii")
    line = 1 + len(data[: cookie.start(1)].splitlines()[:-1])
    try:
        encoding = _codec_name(name)
    except LookupError:
        raise UnreadableSource(ENCODING, f"unknown encoding {name!r} declared", line, 1) from None
    if data.startswith(BOM) and encoding != "utf-8":
        raise UnreadableSource(ENCODING, f"encoding {name!r} declared after a UTF-8 byte order mark", line, 1)
    if not _extends_ascii(encoding):
        raise UnreadableSource(ENCODING, f"encoding {name!r} is not supported: it is not a superset of ASCII", line, 1)
    return encoding


@lru_cache(maxsize=64)
def _codec_name(name: str) -> str:
    """The codec's canonical name, with the shortcuts of Python's tokenizer (``utf-8-unix``, ``latin-1-dos``)."""
    folded = name[:12].lower().replace("_", "-")
    if folded == "utf-8" or folded.startswith("utf-8-"):
        return "utf-8"
    if folded in ("latin-1", "iso-8859-1", "iso-latin-1") or folded.startswith(
        ("latin-1-", "iso-8859-1-", "iso-latin-1-")
    ):
        return "iso8859-1"
    found = codecs.lookup(name).name
    return "utf-8" if found == "utf-8-sig" else found


@lru_cache(maxsize=64)
def _extends_ascii(encoding: str) -> bool:
    """Whether ASCII bytes mean ASCII characters in every place: what splicing and a line table of bytes rest on."""
    try:
        return _ASCII.decode(encoding) == _ASCII.decode("ascii")
    except (UnicodeError, LookupError):
        return False


def _check_decodes(data: bytes, encoding: str) -> None:
    try:
        data.decode(encoding)
    except UnicodeDecodeError as error:
        before = data[: error.start].splitlines(keepends=True)
        ended = not before or before[-1].endswith((b"\n", b"\r"))
        line = len(before) + (1 if ended else 0)
        column = 1 if ended else len(before[-1].removeprefix(BOM).decode(encoding, "replace")) + 1
        bad = data[error.start]
        message = (
            f"byte 0x{bad:02x} is not valid {encoding}; declare the file's encoding (PEP 263) or convert it to UTF-8"
        )
        raise UnreadableSource(ENCODING, message, line, column) from None
