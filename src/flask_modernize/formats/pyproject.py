"""Dependencies in TOML: pyproject.toml (PEP 621, dependency groups, Poetry, PDM, uv, Hatch) and Pipfile."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from flask_modernize.formats.declarations import (
    Declaration,
    DependencyFile,
    Form,
    Role,
    item_span,
    line_number,
    normalised,
    requirement,
    role_of,
)
from flask_modernize.formats.toml_places import Key, Place, string_places
from flask_modernize.formats.version_constraints import pep440


@dataclass(frozen=True, slots=True)
class _Document:
    text: str
    table: Mapping[str, object]
    places: Mapping[Key, Place]

    def at(self, *key: str) -> object:
        """The value under a key; None when there is none."""
        value: object = self.table
        for part in key:
            value = value.get(part) if isinstance(value, Mapping) else None
        return value


def read_pyproject(path: str, text: str) -> DependencyFile:
    """Raises tomllib.TOMLDecodeError."""
    document = _document(text)
    return DependencyFile(path, tuple(_in_order(_pyproject(document))))


def read_pipfile(path: str, text: str) -> DependencyFile:
    """Raises tomllib.TOMLDecodeError."""
    document = _document(text)
    found = [
        *_versions(document, ("packages",), Role.RUNTIME),
        *_versions(document, ("dev-packages",), Role.DEVELOPMENT),
    ]
    return DependencyFile(path, tuple(_in_order(found)))


def _document(text: str) -> _Document:
    return _Document(text, tomllib.loads(text), {place.key: place for place in string_places(text)})


def _in_order(found: Iterator[Declaration] | list[Declaration]) -> list[Declaration]:
    return sorted(found, key=lambda declaration: declaration.whole)


def _pyproject(document: _Document) -> Iterator[Declaration]:
    yield from _requirements(document, ("project", "dependencies"), Role.RUNTIME)
    yield from _requirements(document, ("tool", "uv", "dev-dependencies"), Role.DEVELOPMENT)
    for table, role in (
        (("project", "optional-dependencies"), None),
        (("dependency-groups",), None),
        (("tool", "pdm", "dev-dependencies"), Role.DEVELOPMENT),
    ):
        for group in _names(document, *table):
            yield from _requirements(document, (*table, group), role or role_of(group))
    for environment in _names(document, "tool", "hatch", "envs"):
        for name in ("dependencies", "extra-dependencies"):
            yield from _requirements(document, ("tool", "hatch", "envs", environment, name), Role.DEVELOPMENT)
    poetry = ("tool", "poetry")
    yield from _versions(document, (*poetry, "dependencies"), Role.RUNTIME)
    yield from _versions(document, (*poetry, "dev-dependencies"), Role.DEVELOPMENT)
    for group in _names(document, *poetry, "group"):
        role = Role.RUNTIME if group == "main" else Role.DEVELOPMENT
        yield from _versions(document, (*poetry, "group", group, "dependencies"), role)


def _names(document: _Document, *key: str) -> list[str]:
    value = document.at(*key)
    return list(value) if isinstance(value, Mapping) else []


def _requirements(document: _Document, key: tuple[str, ...], role: Role) -> Iterator[Declaration]:
    """A list of PEP 508 texts."""
    texts = document.at(*key)
    for number, text in enumerate(texts if isinstance(texts, list) else ()):
        place = document.places.get((*key, number))
        found = None
        if isinstance(text, str):
            found = requirement(text, place.start if place else 0, _line(document, place, text))
        if found is None:
            continue
        if place is None or document.text[place.start : place.end] != text:
            found = replace(found, form=Form.FIXED)
        entry = item_span(document.text, place.start - 1, place.end + 1) if place else (0, 0)
        yield replace(found, role=role, entry=entry)


def _versions(document: _Document, key: tuple[str, ...], role: Role) -> Iterator[Declaration]:
    """A table of ``name = "^1.2"`` and ``name = {version = "^1.2"}``."""
    for name in _names(document, *key):
        if name != "python":
            yield from _version(document, (*key, name), document.at(*key, name), role)


def _version(document: _Document, key: Key, value: object, role: Role) -> Iterator[Declaration]:
    if isinstance(value, list):
        for number, each in enumerate(value):
            yield from _version(document, (*key, number), each, role)
        return
    table = value if isinstance(value, Mapping) else {"version": value}
    place = document.places.get((*key, "version") if isinstance(value, Mapping) else key)
    version = table.get("version", "")
    name = str(next(part for part in reversed(key) if isinstance(part, str)))
    source = next((str(table[each]) for each in ("git", "url", "path", "file") if each in table), "")
    span = (place.start, place.end) if place else (0, 0)
    extras = table.get("extras", ())
    name_span = _name_span(document, place, name)
    yield Declaration(
        name=normalised(name),
        written=name,
        specifier=pep440(version) if isinstance(version, str) else "",
        line=_line(document, place, name),
        whole=span,
        constraint=span,
        entry=(place.entry if place and name_span else None) or (0, 0),
        extras=tuple(map(str, extras)) if isinstance(extras, list) else (),
        marker=_marker(table),
        role=role,
        form=Form.VERSION if place and isinstance(version, str) and not source else Form.FIXED,
        source=source,
        table_key=name_span,
    )


def _marker(table: Mapping[str, object]) -> str:
    """The conditions of a dependency, as far as they say for which systems it is."""
    own = [str(table[name]) for name in ("markers",) if isinstance(table.get(name), str)]
    own += [f"{name} {table[name]}" for name in ("sys_platform", "platform_system", "os_name") if name in table]
    return " and ".join(own)


def _name_span(document: _Document, place: Place | None, name: str) -> tuple[int, int] | None:
    """Where the name of a dependency stands, if it is the key of the line with its version."""
    if place is None or place.name is None:
        return None
    start, end = place.name
    written = document.text[start:end]
    quoted = written[:1] in ("'", '"')
    if written.strip("'\"") != name:
        return None
    return (start + 1, end - 1) if quoted else (start, end)


def _line(document: _Document, place: Place | None, text: str) -> int:
    if place is not None:
        return line_number(document.text, place.start)
    return line_naming(text, document.text)


def line_naming(name: str, text: str) -> int:
    """The first line that names a distribution, for what no parser tells the place of; 1 if none does."""
    match = re.match(r"[A-Za-z0-9._-]+", name)
    spelled = "[-_.]+".join(re.escape(part) for part in re.split("[-_.]+", match[0] if match else name))
    heading = re.compile(rf"^(?:name = \"{spelled}\"|\s*\"{spelled}\": {{)", re.IGNORECASE | re.MULTILINE)
    mention = re.compile(rf"(?<![\w.-]){spelled}(?![\w-])", re.IGNORECASE)
    found = heading.search(text) or mention.search(text)
    return line_number(text, found.start()) if found else 1
