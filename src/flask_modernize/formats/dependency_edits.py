"""How a declaration is changed: another version, another distribution, or none. Everything around it stays."""

from __future__ import annotations

import re

from flask_modernize.formats.declarations import Declaration, DependencyFile, Form

Replacement = tuple[int, int, bytes]
"""Start and end in bytes of the file, and what stands there instead."""


def with_version(data: bytes, file: DependencyFile, declaration: Declaration, specifier: str) -> Replacement | None:
    """The declaration with another version, written as the old one was; None where it cannot be edited."""
    if declaration.form is Form.FIXED or declaration.hashed:
        return None
    start, end = declaration.constraint
    if declaration.form is Form.SHELL:
        whole = _text(data, file, declaration.whole)
        at = (start - declaration.whole[0], end - declaration.whole[0])
        return _replaced(file, declaration.whole, f'"{whole[: at[0]]}{specifier}{whole[at[1] :]}"')
    return _replaced(file, (start, end), _spaced(_text(data, file, (start, end)), specifier))


def with_name(
    data: bytes, file: DependencyFile, declaration: Declaration, name: str, specifier: str
) -> tuple[Replacement, ...]:
    """The declaration of another distribution in the place of this one; empty where it cannot be edited.

    Its extras go: they are those of the other one.
    """
    version = with_version(data, file, declaration, specifier)
    if version is None:
        return ()
    if declaration.form is Form.VERSION:
        if declaration.table_key is None:
            return ()
        return _replaced(file, declaration.table_key, name), version
    if declaration.form is Form.SHELL:
        return (_replaced(file, declaration.whole, f'"{name}{specifier}"'),)
    return _replaced(
        file, (declaration.whole[0], declaration.constraint[0]), _name_before(data, file, declaration, name)
    ), version


def _name_before(data: bytes, file: DependencyFile, declaration: Declaration, name: str) -> str:
    """The name with what stands between it and the version."""
    old = _text(data, file, (declaration.whole[0], declaration.constraint[0]))
    rest = old[len(declaration.written) :]
    return name + re.sub(r"^[ \t]*\[[^\]]*\]", "", rest)


def without(file: DependencyFile, declaration: Declaration) -> Replacement | None:
    """The file without the declaration; None where it cannot simply be taken out."""
    start, end = declaration.entry
    return (start, end, b"") if end > start else None


def _text(data: bytes, file: DependencyFile, span: tuple[int, int]) -> str:
    return data[span[0] : span[1]].decode(file.encoding)


def _replaced(file: DependencyFile, span: tuple[int, int], text: str) -> Replacement:
    return span[0], span[1], text.encode(file.encoding)


def _spaced(old: str, specifier: str) -> str:
    """The specifier with spaces where the old one had them: behind operators, behind commas."""
    if re.search(r"[<>=~!][ \t]", old):
        specifier = re.sub(r"([<>=~!]+)", r"\1 ", specifier)
    comma = re.search(r",([ \t]*)", old)
    behind = comma[1] if comma else (" " if "= " in specifier or "< " in specifier else "")
    return specifier.replace(",", f",{behind}")
