"""Trees of a git revision: listed at once, contents read from one ``git cat-file`` process when asked for."""

from __future__ import annotations

import os
import weakref
from collections.abc import Sequence
from typing import IO, TYPE_CHECKING

from flask_modernize.git.command import git_output, git_process
from flask_modernize.sources.discovery import has_good_name, own_paths
from flask_modernize.sources.exclusion import excluded_paths, vendored_paths
from flask_modernize.sources.problems import SourceProblem
from flask_modernize.sources.tree import (
    DEFAULT_MAX_BYTES,
    SHEBANG_BYTES,
    Signature,
    Tree,
    is_python_name,
    is_python_shebang,
    may_be_script,
    too_big,
)

if TYPE_CHECKING:
    from subprocess import Popen


class UnknownRevision(ValueError):
    """The repository has no such revision, or is none."""


def revision_tree(
    repository: str | os.PathLike[str],
    revision: str,
    *,
    excludes: Sequence[str] = (),
    max_bytes: int = DEFAULT_MAX_BYTES,
    vendored: bool = True,
) -> Tree:
    """The files that ``revision`` (any name that git knows for a commit or tree) has in the directory ``repository``.

    As ``working_tree``, but with the committed bytes: line ends as in the repository, before any conversion at
    check-out.
    Raises UnknownRevision.
    """
    root = os.path.realpath(repository)
    blobs, problems = _listed_blobs(root, _tree_hash(root, revision), excludes, vendored)
    storage = _Revision(root, blobs)
    python = [path for path in blobs if is_python_name(path) or _is_script(path, storage)]
    big = [too_big(path, blobs[path][2], max_bytes) for path in python if blobs[path][2] > max_bytes]
    left_out = {problem.path for problem in big}
    return Tree(
        root,
        blobs,
        storage,
        python=[path for path in python if path not in left_out],
        problems=[*problems, *big],
    )


# Hash of the content, executable or not, size in bytes.
_Blob = tuple[str, bool, int]


def _tree_hash(root: str, revision: str) -> str:
    printed = None
    if revision and not revision.startswith("-") and "\0" not in revision:
        printed = git_output(root, "rev-parse", "--verify", "--quiet", f"{revision}^{{tree}}")
    if not printed:
        raise UnknownRevision(f"{revision!r} is not a revision of a git repository at {root}")
    return printed.decode("ascii").strip()


def _listed_blobs(
    root: str, tree_hash: str, excludes: Sequence[str], vendored: bool
) -> tuple[dict[str, _Blob], list[SourceProblem]]:
    # Without --full-tree git lists what is below the directory that it runs in, relative to it.
    listed = git_output(root, "ls-tree", "-r", "-z", "-l", tree_hash)
    if listed is None:
        raise UnknownRevision(f"the files of tree {tree_hash} cannot be listed at {root}")
    blobs: dict[str, _Blob] = {}
    for entry in listed.split(b"\0")[:-1]:
        meta, _, name = entry.partition(b"\t")
        mode, _, content_hash, size = meta.split()
        if mode in (b"100644", b"100755", b"100664"):
            blobs[os.fsdecode(name)] = (content_hash.decode("ascii"), mode == b"100755", int(size))
    problems: list[SourceProblem] = []
    named = [path for path in own_paths(list(blobs)) if has_good_name(path, problems)]
    dropped = excluded_paths(named, excludes) | (frozenset() if vendored else vendored_paths(named))
    return {path: blobs[path] for path in sorted(named) if path not in dropped}, problems


def _is_script(path: str, storage: _Revision) -> bool:
    if not may_be_script(path) or not storage.executable(path):
        return False
    try:
        return is_python_shebang(storage.read(path)[:SHEBANG_BYTES])
    except OSError:
        return False


class _Revision:
    """Storage of a git tree. The reading process is started at the first read, and again in a forked child."""

    def __init__(self, root: str, blobs: dict[str, _Blob]) -> None:
        self._root = root
        self._blobs = blobs
        self._reader: _BlobReader | None = None

    def read(self, path: str) -> bytes:
        if self._reader is None or self._reader.process_id != os.getpid():
            self._reader = _BlobReader(self._root)
        return self._reader.read(self._blobs[path][0])

    def signature(self, path: str) -> Signature:
        return ("blob", self._blobs[path][0])

    def executable(self, path: str) -> bool:
        return self._blobs[path][1]

    def is_taken(self, path: str) -> bool:
        return False  # everything that a revision has is listed


class _BlobReader:
    """One running ``git cat-file --batch``, of the process that started it; ends with the object."""

    def __init__(self, root: str) -> None:
        from threading import Lock

        self.process_id = os.getpid()
        self._lock = Lock()
        self._process = git_process(root, "cat-file", "--batch")
        self._close = weakref.finalize(self, _end, self._process, self.process_id)

    def read(self, content_hash: str) -> bytes:
        """The content of one blob. Raises OSError."""
        with self._lock:
            requests, answers = self._pipes()
            requests.write(content_hash.encode("ascii") + b"\n")
            requests.flush()
            header = answers.readline().split()
            if len(header) != 3 or header[1] != b"blob":
                raise OSError(f"git does not have the content {content_hash}")
            size = int(header[2])
            data = answers.read(size + 1)
        if len(data) != size + 1:
            raise OSError(f"git ended while it gave the content {content_hash}")
        return data[:-1]

    def _pipes(self) -> tuple[IO[bytes], IO[bytes]]:
        requests, answers = self._process.stdin, self._process.stdout
        if requests is None or answers is None:
            raise OSError("git cat-file was started without pipes")
        return requests, answers


def _end(process: Popen[bytes], process_id: int) -> None:
    if os.getpid() != process_id:
        return
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            pipe.close()
    process.wait()
