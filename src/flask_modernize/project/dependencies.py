"""What the project says it depends on: requirements files, setup.py, pyproject.toml, Pipfile, lock files."""

from __future__ import annotations

import ast
import json
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from configparser import ConfigParser
from configparser import Error as ConfigError
from dataclasses import dataclass
from posixpath import basename, dirname
from typing import TYPE_CHECKING

from flask_modernize.project.memory import remembered

if TYPE_CHECKING:
    from packaging.version import Version

    from flask_modernize.project.project import Project


@dataclass(frozen=True, slots=True)
class Declared:
    """One declared dependency. ``name`` is normalised (``flask-sqlalchemy``); ``line`` is 1-based."""

    name: str
    specifier: str
    """PEP 440, for instance ``>=2.4,<3``; empty when any version will do."""
    pinned: str | None
    """The one version that is installed: ``==`` or a lock file."""
    upper_bound: str | None
    """``3`` for ``<3``; None when there is none."""
    path: str
    line: int


def declared(project: Project, path: str | None = None) -> Mapping[str, Declared]:
    """Declarations by normalised name.

    With ``path``: for every name, those nearest to that file going up its directories; without, or where there is none
    above it, those nearest to the top of the project.
    """
    answers = _by_directory(project)
    directory = dirname(path) if path is not None else None
    if directory not in answers:
        found, top = _all_declarations(project), _at_the_top(project)
        above = _directories_above(path) if path is not None else ()
        answers[directory] = {name: _nearest(found, name, above) or top[name] for name in top}
    return answers[directory]


def is_pinned_below(project: Project, name: str, version: str, path: str | None = None) -> Declared | None:
    """The declaration (as :func:`declared` finds it) that only allows versions below ``version``, or None."""
    from packaging.version import Version

    declaration = declared(project, path).get(normalised(name))
    if declaration is None or not _only_below(declaration, Version(version)):
        return None
    return declaration


def normalised(name: str) -> str:
    """The name of a distribution as PEP 503 compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


# --- which declaration counts ---


_Found = Mapping[tuple[str, str], Declared]
"""By (name, directory)."""


@remembered
def _by_directory(_: Project) -> dict[str | None, Mapping[str, Declared]]:
    """Answers that were given already, by the directory of the file that asked; all its files have the same."""
    return {}


@remembered
def _all_declarations(project: Project) -> _Found:
    candidates: dict[tuple[str, str], list[Declared]] = {}
    for path in project.tree.paths:
        reader = _reader(path)
        if reader is None:
            continue
        for declaration in _read(project, path, reader):
            candidates.setdefault((declaration.name, _governed_directory(path)), []).append(declaration)
    return {key: _together(declarations) for key, declarations in candidates.items()}


def _read(project: Project, path: str, reader: _Reader) -> Iterator[Declared]:
    try:
        text = project.tree.read(path).decode("utf-8-sig", "replace")
        entries = list(reader(text))
    except (KeyError, OSError, ValueError, TypeError, AttributeError, SyntaxError, RecursionError, ConfigError):
        return  # not what its name says; nothing is declared then
    lines = text.splitlines()
    for entry in entries:
        yield _declared(entry, path, entry.line or _line_of(entry.name, lines))


def _together(declarations: list[Declared]) -> Declared:
    """One declaration out of several for one directory: what a lock file pins, else the strictest."""

    def strictness(declaration: Declared) -> tuple[object, ...]:
        return (
            basename(declaration.path) not in _LOCKS,
            declaration.pinned is None,
            declaration.upper_bound is None,
            declaration.specifier == "",
            basename(declaration.path) != "requirements.txt",
            declaration.path,
            declaration.line,
        )

    return min(declarations, key=strictness)


def _governed_directory(path: str) -> str:
    directory = dirname(path)
    while basename(directory) in _FOLDERS:
        directory = dirname(directory)
    return directory


def _directories_above(path: str) -> tuple[str, ...]:
    directories = []
    while path:
        path = dirname(path)
        directories.append(path)
    return tuple(directories)


def _nearest(found: _Found, name: str, above: tuple[str, ...]) -> Declared | None:
    return next((found[name, directory] for directory in above if (name, directory) in found), None)


@remembered
def _at_the_top(project: Project) -> Mapping[str, Declared]:
    """By name, sorted, the declaration nearest to the top of the project."""
    answers: dict[str, Declared] = {}
    found = _all_declarations(project)
    for name, directory in sorted(found, key=lambda key: (key[0], key[1].count("/") + bool(key[1]), key[1])):
        answers.setdefault(name, found[name, directory])
    return answers


# --- versions ---


def _only_below(declaration: Declared, version: Version) -> bool:
    from packaging.specifiers import InvalidSpecifier, SpecifierSet
    from packaging.version import InvalidVersion, Version

    try:
        if declaration.pinned is not None:
            return Version(declaration.pinned) < version
        bounds = [_bound(s.operator, s.version) for s in SpecifierSet(declaration.specifier)]
    except (InvalidSpecifier, InvalidVersion):
        return False
    return any(bound is not None and _is_below(*bound, version) for bound in bounds)


def _is_below(bound: Version, inclusive: bool, version: Version) -> bool:
    return bound < version if inclusive else bound <= version


def _bound(operator: str, text: str) -> tuple[Version, bool] | None:
    """The highest version that a specifier allows, and whether it is allowed itself."""
    from packaging.version import Version

    if operator == "~=":
        return _after_prefix(text.split(".")[:-1]), False
    if operator == "==" and text.endswith(".*"):
        return _after_prefix(text[:-2].split(".")), False
    if operator in {"==", "===", "<="}:
        return Version(text), True
    if operator == "<":
        return Version(text), False
    return None


def _after_prefix(parts: list[str]) -> Version:
    from packaging.version import Version

    release = list(Version(".".join(parts)).release)
    return Version(".".join(str(number) for number in [*release[:-1], release[-1] + 1]))


def _declared(entry: _Entry, path: str, line: int) -> Declared:
    from packaging.specifiers import InvalidSpecifier, SpecifierSet
    from packaging.version import InvalidVersion

    pinned: str | None = None
    upper: tuple[Version, bool] | None = None
    try:
        for specifier in SpecifierSet(entry.specifier):
            if specifier.operator in {"==", "==="} and not specifier.version.endswith(".*"):
                pinned = specifier.version
            bound = _bound(specifier.operator, specifier.version)
            upper = bound if upper is None or (bound is not None and bound[0] < upper[0]) else upper
    except (InvalidSpecifier, InvalidVersion):
        return Declared(normalised(entry.name), "", None, None, path, line)
    upper_bound = None if upper is None else str(upper[0])
    return Declared(normalised(entry.name), entry.specifier, pinned, upper_bound, path, line)


# --- one reader per kind of file ---


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    specifier: str
    line: int = 0


_Reader = Callable[[str], Iterable[_Entry]]
_REQUIREMENTS = re.compile(
    r"(?:.*[-_.])?(?:requirements?|constraints?|reqs)(?:[-_.].*)?\.(?:txt|in|pip)", re.IGNORECASE
)
_FOLDERS = frozenset({"requirements", "requirement", "reqs"})
_LOCKS = frozenset({"poetry.lock", "uv.lock", "pdm.lock", "Pipfile.lock"})


def _reader(path: str) -> _Reader | None:
    name = basename(path)
    if name in _READERS:
        return _READERS[name]
    in_folder = basename(dirname(path)) in _FOLDERS and name.endswith((".txt", ".in", ".pip"))
    return _requirements if in_folder or _REQUIREMENTS.fullmatch(name) else None


def _requirements(text: str) -> Iterator[_Entry]:
    for number, line in enumerate(text.splitlines(), 1):
        entry = _requirement(line, number)
        if entry is not None:
            yield entry


_EGG = re.compile(r"[#&]egg=([A-Za-z0-9._-]+)")


def _requirement(text: str, line: int = 0) -> _Entry | None:
    """One PEP 508 requirement, or a line of a requirements file; None for anything else."""
    from packaging.requirements import InvalidRequirement, Requirement

    egg = _EGG.search(text)
    if egg:
        return _Entry(egg[1], "", line)
    text = re.sub(r"(?:^|\s)#.*|\s--?[a-z][\w-]*[= ].*|\\\s*$", "", text).strip()
    if not text or text.startswith("-"):
        return None
    try:
        requirement = Requirement(text)
    except InvalidRequirement:
        return None
    if requirement.marker is not None and not requirement.marker.evaluate(_ENVIRONMENT):
        return None
    return _Entry(requirement.name, str(requirement.specifier), line)


_ENVIRONMENT = {
    "implementation_name": "cpython",
    "implementation_version": "3.12.0",
    "os_name": "posix",
    "platform_machine": "x86_64",
    "platform_python_implementation": "CPython",
    "platform_release": "",
    "platform_system": "Linux",
    "platform_version": "",
    "python_full_version": "3.12.0",
    "python_version": "3.12",
    "sys_platform": "linux",
    "extra": "",
}
"""Markers are read for one fixed environment, so that the answer does not depend on the machine."""


def _requirement_list(texts: Iterable[object]) -> Iterator[_Entry]:
    for text in texts:
        entry = _requirement(text) if isinstance(text, str) else None
        if entry is not None:
            yield entry


def _setup_py(text: str) -> Iterator[_Entry]:
    module = ast.parse(text)
    lists = {
        target.id: node.value
        for node in ast.walk(module)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(module):
        if isinstance(node, ast.keyword) and node.arg in {"install_requires", "extras_require", "tests_require"}:
            yield from _strings_in(node.value, lists)


def _strings_in(node: ast.expr, lists: Mapping[str, ast.expr]) -> Iterator[_Entry]:
    for part in ast.walk(node):
        value = lists.get(part.id) if isinstance(part, ast.Name) else None
        for constant in ast.walk(value) if value is not None else (part,):
            if isinstance(constant, ast.Constant) and isinstance(constant.value, str):
                for offset, line in enumerate(constant.value.splitlines()):
                    entry = _requirement(line, constant.lineno + offset)
                    if entry is not None:
                        yield entry


def _setup_cfg(text: str) -> Iterator[_Entry]:
    parser = ConfigParser(interpolation=None, strict=False)
    parser.read_string(text)
    blocks = [parser.get("options", name, fallback="") for name in ("install_requires", "tests_require")]
    if parser.has_section("options.extras_require"):
        blocks += [value for _, value in parser.items("options.extras_require")]
    for block in blocks:
        yield from _requirement_list(block.splitlines())


def _pyproject(text: str) -> Iterator[_Entry]:
    document = tomllib.loads(text)
    standard = document.get("project", {})
    tools = document.get("tool", {})
    yield from _requirement_list(standard.get("dependencies", ()))
    groups = (
        standard.get("optional-dependencies", {}),
        document.get("dependency-groups", {}),
        tools.get("pdm", {}).get("dev-dependencies", {}),
        {"dev": tools.get("uv", {}).get("dev-dependencies", ())},
    )
    for group in groups:
        for requirements in group.values():
            yield from _requirement_list(requirements)
    poetry = tools.get("poetry", {})
    tables = [poetry.get("dependencies", {}), poetry.get("dev-dependencies", {})]
    tables += [group.get("dependencies", {}) for group in poetry.get("group", {}).values()]
    for table in tables:
        yield from _version_table(table)


def _pipfile(text: str) -> Iterator[_Entry]:
    document = tomllib.loads(text)
    for section in ("packages", "dev-packages"):
        yield from _version_table(document.get(section, {}))


def _version_table(table: Mapping[str, object]) -> Iterator[_Entry]:
    """Poetry's and Pipenv's ``name = "^1.2"`` and ``name = {version = "^1.2"}``."""
    for name, value in table.items():
        if isinstance(value, list):
            value = value[-1] if value else ""
        if isinstance(value, dict):
            value = value.get("version", "")
        if name != "python":
            yield _Entry(name, _pep440(value) if isinstance(value, str) else "")


def _pep440(text: str) -> str:
    """A version constraint of Poetry or Pipenv as a PEP 440 specifier; empty for what cannot be said in one."""
    if "||" in text or " or " in text:
        return ""
    parts = [part.strip() for part in text.split(",")]
    return ",".join(specifier for part in parts if (specifier := _pep440_part(part)))


def _pep440_part(text: str) -> str:
    if text.startswith("^"):
        release = _release(text[1:])
        # a caret keeps the leftmost number that is not zero
        kept = next((index for index, number in enumerate(release) if number), len(release) - 1)
        return f">={text[1:].strip()},<{_bumped(release, kept)}"
    if text.startswith("~") and not text.startswith("~="):
        release = _release(text[1:])
        return f">={text[1:].strip()},<{_bumped(release, min(1, len(release) - 1))}"
    if text in {"", "*"}:
        return ""
    return text.replace(" ", "") if text[0] in "<>=!~" else f"=={text}"


def _release(text: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", text.split("-")[0])] or [0]


def _bumped(release: list[int], index: int) -> str:
    return ".".join(str(number) for number in [*release[:index], release[index] + 1])


def _toml_lock(text: str) -> Iterator[_Entry]:
    for package in tomllib.loads(text).get("package", ()):
        if "version" in package:
            yield _Entry(package["name"], f"=={package['version']}")


def _pipfile_lock(text: str) -> Iterator[_Entry]:
    document = json.loads(text)
    for section in ("default", "develop"):
        for name, package in document.get(section, {}).items():
            yield _Entry(name, package.get("version", ""))


_CONDA = re.compile(r"\s*-\s*[\"']?(?:[\w-]+::)?([A-Za-z0-9._-]+)\s*((?:[<>=!~]=?|=)[^\"'#]*)?[\"']?\s*(?:#.*)?")


def _conda(text: str) -> Iterator[_Entry]:
    for number, line in enumerate(text.splitlines(), 1):
        match = _CONDA.fullmatch(line)
        if match:
            yield _Entry(match[1], _conda_specifier((match[2] or "").strip()), number)


def _conda_specifier(text: str) -> str:
    single = re.fullmatch(r"=([^=,]+)(?:=.*)?", text)  # name=version[=build]
    if single:
        return f"=={single[1].rstrip('.*')}.*"
    return text.replace(" ", "")


_READERS: Mapping[str, _Reader] = {
    "setup.py": _setup_py,
    "setup.cfg": _setup_cfg,
    "pyproject.toml": _pyproject,
    "Pipfile": _pipfile,
    "Pipfile.lock": _pipfile_lock,
    "poetry.lock": _toml_lock,
    "uv.lock": _toml_lock,
    "pdm.lock": _toml_lock,
    "environment.yml": _conda,
    "environment.yaml": _conda,
}


def _line_of(name: str, lines: list[str]) -> int:
    """The first line that names a distribution, for formats whose parser does not say; 1 if none does."""
    spelled = "[-_.]+".join(re.escape(part) for part in re.split("[-_.]+", name))
    heading = re.compile(rf"name = \"{spelled}\"|\s*\"{spelled}\": {{", re.IGNORECASE)
    mention = re.compile(rf"(?<![\w.-]){spelled}(?![\w-])", re.IGNORECASE)
    for find in (heading.match, mention.search):
        for number, line in enumerate(lines, 1):
            if find(line):
                return number
    return 1
