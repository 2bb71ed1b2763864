"""Which files declare dependencies, and the reader of each."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from dataclasses import replace
from posixpath import basename, dirname, splitext

from flask_modernize.formats.conda_environment import read_conda_environment
from flask_modernize.formats.declarations import DependencyFile
from flask_modernize.formats.dockerfile import read_dockerfile
from flask_modernize.formats.ini_requirements import read_setup_cfg, read_tox_ini
from flask_modernize.formats.lock_files import LOCK_FILES, read_lock
from flask_modernize.formats.pyproject import read_pipfile, read_pyproject
from flask_modernize.formats.requirements import read_requirements
from flask_modernize.formats.setup_py import read_setup_py
from flask_modernize.sources import UnreadableSource

Reader = Callable[[str, str], DependencyFile]

_REQUIREMENTS = re.compile(
    r"(?:.*[-_.])?(?:requirements?|constraints?|reqs)(?:[-_.].*)?\.(?:txt|in|pip)", re.IGNORECASE
)
_FOLDERS = frozenset({"requirements", "requirement", "reqs"})
_DOCKERFILE = re.compile(r"(?:.*\.)?(?:Dockerfile|Containerfile)(?:[.-].*)?", re.IGNORECASE)
_READERS: dict[str, Reader] = {
    "setup.cfg": read_setup_cfg,
    "tox.ini": read_tox_ini,
    "pyproject.toml": read_pyproject,
    "Pipfile": read_pipfile,
    "environment.yml": read_conda_environment,
    "environment.yaml": read_conda_environment,
    **dict.fromkeys(LOCK_FILES, read_lock),
}


def governed_directory(path: str) -> str:
    """The directory that a dependency file speaks for: above ``requirements/`` if it is in such a folder."""
    directory = dirname(path)
    while basename(directory) in _FOLDERS:
        directory = dirname(directory)
    return directory


def may_declare(path: str) -> bool:
    """Whether a file declares dependencies, by its name."""
    if path.endswith(".py"):
        return path == "setup.py" or path.endswith("/setup.py")
    return _reader(path) is not None


def read_dependency_file(path: str, read: Callable[[], bytes]) -> DependencyFile | None:
    """What the file at ``path`` declares; None when it is no such file, by its name or by what is in it.

    ``read`` gives its content, and may raise KeyError, OSError or UnreadableSource.
    """
    reader = _reader(path)
    if reader is None and basename(path) != "setup.py":
        return None
    try:
        data = read()
        if reader is None:
            return read_setup_py(path, data)
        return _read_text(path, data, reader)
    except (KeyError, OSError, ValueError, TypeError, AttributeError, RecursionError, UnreadableSource):
        return None  # not what its name says; nothing is declared then


def _read_text(path: str, data: bytes, reader: Reader) -> DependencyFile:
    for mark, encoding, width in (
        (codecs.BOM_UTF8, "latin-1", 1),
        (codecs.BOM_UTF16_LE, "utf-16-le", 2),  # as PowerShell writes `pip freeze > requirements.txt`
        (codecs.BOM_UTF16_BE, "utf-16-be", 2),
    ):
        if data.startswith(mark):
            found = reader(path, data[len(mark) :].decode(encoding))
            moved = tuple(declaration.moved(len(mark), width) for declaration in found.declarations)
            return replace(found, declarations=moved, encoding=encoding)
    return reader(path, data.decode("latin-1"))


def _reader(path: str) -> Reader | None:
    name = basename(path)
    if name in _READERS:
        return _READERS[name]
    in_folder = basename(dirname(path)) in _FOLDERS and splitext(name)[1] in (".txt", ".in", ".pip")
    if in_folder or _REQUIREMENTS.fullmatch(name):
        return read_requirements
    return read_dockerfile if _DOCKERFILE.fullmatch(name) else None
