"""Which files a directory's project has: what git would track, or a walk that honours .gitignore files."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator, Sequence

from flask_modernize.git.command import git_ignores, git_output, git_top_level
from flask_modernize.sources.exclusion import (
    ENVIRONMENT_MARKERS,
    FOREIGN_DIRECTORIES,
    IgnoreRules,
    excluded_paths,
    ignore_rules,
    rules_above,
    vendored_paths,
)
from flask_modernize.sources.problems import NAME, UNREADABLE, SourceProblem
from flask_modernize.sources.tree import (
    DEFAULT_MAX_BYTES,
    SHEBANG_BYTES,
    Signature,
    Tree,
    is_python_name,
    is_python_shebang,
    may_be_script,
    read_file,
    too_big,
)

PROJECT_FILES = ("pyproject.toml", "setup.py", "setup.cfg")


def find_root(paths: Iterable[str | os.PathLike[str]]) -> str:
    """The project that ``paths`` (files or directories; at least one) belong to, as an absolute path.

    The top of the git checkout; else the nearest directory above them all with a pyproject.toml, setup.py or setup.cfg;
    else the innermost directory that holds them all. A directory that its checkout ignores counts as outside of it.
    """
    start = os.path.commonpath([_directory_of(os.path.realpath(path)) for path in paths])
    top = git_top_level(start)
    if top is not None:
        return top
    directory = start
    while True:
        if any(os.path.isfile(os.path.join(directory, name)) for name in PROJECT_FILES):
            return directory
        above = os.path.dirname(directory)
        if above == directory:
            return start
        directory = above


def working_tree(
    root: str | os.PathLike[str],
    *,
    excludes: Sequence[str] = (),
    max_bytes: int = DEFAULT_MAX_BYTES,
    vendored: bool = True,
) -> Tree:
    """The files of a directory: tracked or untracked and not ignored by git; else all that .gitignore files leave.

    Symbolic links, submodules, nested repositories, environments and directories such as node_modules are left out, and
    what ``excludes`` (.gitignore patterns relative to ``root``) name. Python files above ``max_bytes`` are listed but
    not Python paths. ``vendored``: with the copies of libraries that the repository holds.
    Raises NotADirectoryError.
    """
    root = os.path.realpath(root)
    if not os.path.isdir(root):
        raise NotADirectoryError(f"not a directory: {root}")
    problems: list[SourceProblem] = []
    listed = _git_files(root)
    candidates = own_paths(listed, root) if listed is not None else _walked_files(root, problems)
    named = [path for path in candidates if has_good_name(path, problems)]
    dropped = excluded_paths(named, excludes) | (frozenset() if vendored else vendored_paths(named))
    files = _regular_files(root, [path for path in named if path not in dropped] if dropped else named)
    python = [path for path in files if _is_python(root, path, files[path])]
    big = [too_big(path, files[path][0], max_bytes) for path in python if files[path][0] > max_bytes]
    if big:
        left_out = {problem.path for problem in big}
        python = [path for path in python if path not in left_out]
    return Tree(root, files, _Directory(root, files), python=python, problems=[*problems, *big], writable=True)


# Size in bytes, times of modification and of status change in nanoseconds, mode.
_Stat = tuple[int, int, int, int]


class _Directory:
    """Storage of a working tree: what was listed, as it was then; content as it is when asked for."""

    __slots__ = ("_files", "_root")

    def __init__(self, root: str, files: dict[str, _Stat]) -> None:
        self._root = root
        self._files = files

    def read(self, path: str) -> bytes:
        return read_file(f"{self._root}/{path}", self._files[path][0])

    def signature(self, path: str) -> Signature:
        return ("file", *self._files[path][:3])

    def executable(self, path: str) -> bool:
        return bool(self._files[path][3] & 0o111)

    def is_taken(self, path: str) -> bool:
        return os.path.lexists(f"{self._root}/{path}")


def _directory_of(path: str) -> str:
    while not os.path.isdir(path):
        path = os.path.dirname(path)
    return path


def _git_files(root: str) -> list[str] | None:
    """What git lists below ``root``; None where git is not, or does not manage the directory."""
    listed = git_output(root, "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    if listed is None or (not listed and git_ignores(root)):
        return None
    # A path in a merge conflict is listed once for each side; an untracked nested repository as "path/".
    names = dict.fromkeys(os.fsdecode(listed).split("\0"))
    return [name for name in names if name and not name.endswith("/")]


def own_paths(paths: list[str], root: str | None = None) -> list[str]:
    """Those of git's ``paths`` outside of foreign directories, environments and directories that are links."""
    environments = {directory for path in paths for directory in _environments(path)}
    own: dict[str, bool] = {"": True}

    def is_own(directory: str) -> bool:
        known = own.get(directory)
        if known is None:
            above, _, name = directory.rpartition("/")
            known = name not in FOREIGN_DIRECTORIES and directory not in environments and is_own(above)
            known = known and (root is None or not os.path.islink(f"{root}/{directory}"))
            own[directory] = known
        return known

    return [path for path in paths if is_own(path.rpartition("/")[0])]


def _environments(path: str) -> Iterator[str]:
    if path.endswith(ENVIRONMENT_MARKERS):
        for marker in ENVIRONMENT_MARKERS:
            if path.endswith(f"/{marker}"):
                yield path.removesuffix(f"/{marker}")


def _walked_files(root: str, problems: list[SourceProblem]) -> Iterator[str]:
    """The paths of regular files that no .gitignore file ignores; directories that cannot be listed become problems."""
    way, above = rules_above(root)
    stack: list[tuple[str, IgnoreRules | None]] = [("", above)]
    while stack:
        prefix, rules = stack.pop()
        try:
            with os.scandir(f"{root}/{prefix}") as scanned:
                entries = list(scanned)
        except OSError as error:
            message = f"the directory cannot be listed: {error.strerror or error}"
            problems.append(SourceProblem(prefix.rstrip("/") or ".", 0, 0, UNREADABLE, message))
            continue
        if prefix and _is_environment(f"{root}/{prefix}", entries):
            continue
        if any(entry.name == ".gitignore" for entry in entries):
            rules = ignore_rules(_gitignore(f"{root}/{prefix}.gitignore"), way + prefix, rules)
        for entry in entries:
            path = prefix + entry.name
            if entry.is_dir(follow_symlinks=False):
                if entry.name not in FOREIGN_DIRECTORIES and not (
                    rules is not None and rules.ignores(way + path, is_directory=True)
                ):
                    stack.append((f"{path}/", rules))
            elif entry.is_file(follow_symlinks=False) and not (rules is not None and rules.ignores(way + path)):
                yield path


def _is_environment(directory: str, entries: list[os.DirEntry[str]]) -> bool:
    names = {entry.name for entry in entries}
    return any(
        marker.partition("/")[0] in names and os.path.exists(f"{directory}{marker}") for marker in ENVIRONMENT_MARKERS
    )


def _gitignore(path: str) -> bytes:
    try:
        return read_file(path, 4096)
    except OSError:
        return b""


def has_good_name(path: str, problems: list[SourceProblem]) -> bool:
    """Whether the name is text.

    A Python file whose name is not becomes a problem; another one is passed over in silence.
    """
    if path.isascii():
        return True
    try:
        path.encode("utf-8")
    except UnicodeEncodeError:
        if is_python_name(path):
            shown = os.fsencode(path).decode("utf-8", "backslashreplace")
            problems.append(SourceProblem(shown, 0, 0, NAME, "the file's name is not valid UTF-8"))
        return False
    return True


def _regular_files(root: str, paths: list[str]) -> dict[str, _Stat]:
    """The regular files of ``paths`` that are there, by path, in sorted order."""
    files: dict[str, _Stat] = {}
    prefix = f"{root}/"
    lstat, regular, kind = os.lstat, stat.S_IFREG, stat.S_IFMT
    for path in sorted(paths):
        try:
            found = lstat(prefix + path)
        except OSError:
            continue
        if kind(found.st_mode) == regular:
            files[path] = (found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_mode)
    return files


def _is_python(root: str, path: str, found: _Stat) -> bool:
    if is_python_name(path):
        return True
    if not found[3] & 0o111 or not may_be_script(path):
        return False
    try:
        with open(f"{root}/{path}", "rb", buffering=0) as file:
            return is_python_shebang(file.read(SHEBANG_BYTES) or b"")
    except OSError:
        return False
