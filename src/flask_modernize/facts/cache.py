"""Facts of an earlier run, one file per project root in the user's cache directory, found by content hash.

The cache can only make a run faster: whatever is wrong with it (damaged, of another version, not writable) it is as if
it were empty. It is replaced as a whole, by a rename, so that concurrent runs never see half of one.
"""

from __future__ import annotations

import contextlib
import hashlib
import marshal
import os
import sys
from collections.abc import Mapping
from pathlib import Path

from flask_modernize import __version__
from flask_modernize.facts.record import SCHEMA, FileRecord

DIRECTORY_VARIABLE = "FLASK_MODERNIZE_CACHE_DIR"
_MAGIC = b"flask-modernize facts\n"
_CHECKSUM_SIZE = 16


class FactsCache:
    """The cache file of the project at ``root``; ``directory`` is the user's cache directory unless given."""

    def __init__(self, root: str, directory: str | os.PathLike[str] | None = None) -> None:
        name = hashlib.blake2b(os.fsencode(os.path.abspath(root)), digest_size=12).hexdigest()
        self.path = Path(directory if directory is not None else cache_directory()) / f"{name}.facts"

    def load(self) -> dict[bytes, FileRecord]:
        """Content hash -> record; empty when there is no cache that can be used."""
        try:
            data = self.path.read_bytes()
            header = _header()
            start = len(header) + _CHECKSUM_SIZE
            body = memoryview(data)[start:]
            if not data.startswith(header) or data[len(header) : start] != _checksum(body):
                return {}
            return {digest: FileRecord(*record) for digest, record in marshal.loads(body).items()}
        except (OSError, ValueError, EOFError, TypeError, AttributeError, MemoryError):
            return {}

    def save(self, records: Mapping[bytes, FileRecord]) -> None:
        """Replaces the cache by ``records``; does nothing where it cannot be written."""
        import tempfile

        body = marshal.dumps({digest: tuple(record) for digest, record in sorted(records.items())})
        with contextlib.suppress(OSError):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            descriptor, temporary = tempfile.mkstemp(dir=self.path.parent, prefix=f"{self.path.stem}.", suffix=".tmp")
            try:
                with os.fdopen(descriptor, "wb") as out:
                    out.write(_header() + _checksum(body) + body)
                os.replace(temporary, self.path)
            except BaseException:
                with contextlib.suppress(OSError):
                    os.unlink(temporary)
                raise


def cache_directory() -> str:
    """Where caches are kept: ``$FLASK_MODERNIZE_CACHE_DIR`` or the user's cache directory."""
    given = os.environ.get(DIRECTORY_VARIABLE)
    if given:
        return given
    from platformdirs import user_cache_dir

    return user_cache_dir("flask-modernize")


def _header() -> bytes:
    version = ".".join(map(str, sys.version_info[:3]))
    return _MAGIC + f"{__version__} {sys.implementation.name} {version} {SCHEMA} {_code_state()}\n".encode()


def _code_state() -> str:
    """What the files of this package look like: a cache that other code has written is not understood by this one."""
    with os.scandir(os.path.dirname(__file__)) as entries:
        files = sorted((each.name, each.stat()) for each in entries if each.name.endswith(".py"))
    states = [(name, found.st_size, found.st_mtime_ns) for name, found in files]
    return hashlib.blake2b(repr(states).encode(), digest_size=8).hexdigest()


def _checksum(body: bytes | memoryview) -> bytes:
    return hashlib.blake2b(body, digest_size=_CHECKSUM_SIZE).digest()
