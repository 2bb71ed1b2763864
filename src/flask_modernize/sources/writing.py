"""Puts changes on disk, all or none.

New contents are first written to temporary files beside their targets, and every original gets a second name (a hard
link, or a copy where there are none); only then are the files renamed into place. If anything fails on the way, the
originals are renamed back. An interrupt is held back until it can be dealt with, so that it cannot fall between a
rename and the note of it.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import FrameType

from flask_modernize.sources.changes import Changes, FileDelta
from flask_modernize.sources.tree import Tree, read_file


class WriteConflict(Exception):
    """Files on disk are not what the changes start from; nothing was written. ``paths`` names them."""

    def __init__(self, paths: tuple[str, ...]) -> None:
        super().__init__(paths)
        self.paths = paths

    def __str__(self) -> str:
        return f"changed on disk since it was read, nothing was written: {', '.join(self.paths)}"


class WriteFailed(Exception):
    """The changes could not be written; every file is as it was, unless the message says otherwise."""


@dataclass(slots=True)
class _Step:
    """One file on its way to disk.

    What exists beside the target is noted before it is made, so that undoing finds it.
    """

    delta: FileDelta
    target: str
    original: os.stat_result | None
    temporary: str
    backup: str
    new_directories: list[str] = field(default_factory=list)
    inode: int = 0
    begun: bool = False


def write_changes(tree: Tree, changes: Changes) -> None:
    """Writes ``changes`` to the directory of ``tree``: all of them, or none.

    Modes are kept; nothing is written through a symbolic link. Raises WriteConflict if a file does not have the bytes
    that its change starts from, WriteFailed if a file may not or cannot be written; an interrupt is raised again after
    everything is undone.
    """
    if not tree.writable:
        raise WriteFailed(f"{tree!r} is not a working directory; nothing was written")
    with _held_interrupts() as check_interrupt:
        steps = _checked_steps(tree.root, changes)
        try:
            for step in steps:
                check_interrupt()
                _prepare(step)
            for step in steps:
                check_interrupt()
                _put_in_place(step)
        except BaseException as error:
            stranded = _undo(steps)
            _explain(error, stranded)
            raise
        _remove_backups(steps)


def _explain(error: BaseException, stranded: list[str]) -> None:
    """Raises WriteFailed for an operating system's error, and for whatever could not be undone."""
    if stranded:
        raise WriteFailed(f"writing failed ({error!r}) and could not be undone: {'; '.join(stranded)}") from error
    if isinstance(error, OSError):
        raise WriteFailed(f"{_reason(error)}; nothing was written") from error


def _reason(error: OSError) -> str:
    name = error.filename2 or error.filename
    where = f" ({os.fsdecode(name)})" if isinstance(name, str | bytes) else ""
    return f"cannot write: {error.strerror or error}{where}"


# Checking: nothing is touched.


def _checked_steps(root: str, changes: Changes) -> list[_Step]:
    run = os.urandom(4).hex()
    steps = [_step(root, delta, f"{run}-{number}") for number, delta in enumerate(changes)]
    linked = [step.delta.path for step in steps if _behind_link(root, step.delta.path)]
    if linked:
        raise WriteFailed(f"behind a symbolic link, nothing was written: {', '.join(linked)}")
    conflicts = tuple(step.delta.path for step in steps if _content(step) != step.delta.before)
    if conflicts:
        raise WriteConflict(conflicts)
    locked = [step.delta.path for step in steps if _is_read_only(step)]
    if locked:
        raise WriteFailed(f"not writable, nothing was written: {', '.join(locked)}")
    return steps


def _step(root: str, delta: FileDelta, unique: str) -> _Step:
    target = f"{root}/{delta.path}"
    beside = f"{os.path.dirname(target)}/.flask-modernize-{unique}"
    return _Step(delta, target, _status(target), f"{beside}.new", f"{beside}.old")


def _status(path: str) -> os.stat_result | None:
    try:
        return os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return None


def _behind_link(root: str, path: str) -> bool:
    parts = path.split("/")
    return any(os.path.islink("/".join([root, *parts[: count + 1]])) for count in range(len(parts)))


def _content(step: _Step) -> bytes | None:
    """What is at the target now; None for nothing. Something that is no regular file differs from every content."""
    if step.original is None:
        return None
    if not stat.S_ISREG(step.original.st_mode):
        raise WriteFailed(f"not a regular file, nothing was written: {step.delta.path}")
    try:
        return read_file(step.target, step.original.st_size)
    except OSError as error:
        raise WriteFailed(
            f"{step.delta.path} cannot be read ({error.strerror or error}); nothing was written"
        ) from None


def _is_read_only(step: _Step) -> bool:
    # The superuser may write anything; a mode without any write bit still says that the owner does not want it.
    if step.original is None:
        return False
    return not step.original.st_mode & 0o222 or not os.access(step.target, os.W_OK)


# Writing.


def _prepare(step: _Step) -> None:
    """Makes the temporary file and the backup: all that needs space on the disk."""
    _make_directories(step)
    step.begun = True
    if step.delta.after is not None:
        _write_temporary(step, step.delta.after)
    if step.original is not None:
        try:
            os.link(step.target, step.backup)
        except OSError:
            shutil.copy2(step.target, step.backup, follow_symlinks=False)


def _make_directories(step: _Step) -> None:
    missing: list[str] = []
    directory = os.path.dirname(step.target)
    while not os.path.isdir(directory):
        missing.append(directory)
        directory = os.path.dirname(directory)
    for directory in reversed(missing):
        step.new_directories.append(directory)
        os.mkdir(directory)


def _write_temporary(step: _Step, content: bytes) -> None:
    mode = 0o777 if step.delta.executable else 0o666
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
    with open(os.open(step.temporary, flags, mode), "wb") as file:
        file.write(content)
        if step.original is not None:
            _keep_owner_and_mode(step.temporary, step.original)
        step.inode = os.fstat(file.fileno()).st_ino


def _keep_owner_and_mode(path: str, original: os.stat_result) -> None:
    created = os.lstat(path)
    if (created.st_uid, created.st_gid) != (original.st_uid, original.st_gid):
        # Only the superuser can give files away; for others the file becomes theirs, as with any editor.
        with contextlib.suppress(OSError):
            os.chown(path, original.st_uid, original.st_gid)
    os.chmod(path, stat.S_IMODE(original.st_mode))


def _put_in_place(step: _Step) -> None:
    if not _unchanged(step):
        raise WriteConflict((step.delta.path,))
    if step.delta.after is None:
        os.unlink(step.target)
    else:
        os.replace(step.temporary, step.target)


def _unchanged(step: _Step) -> bool:
    """Whether nobody wrote to the target since it was checked."""
    now, then = _status(step.target), step.original
    if now is None or then is None:
        return now is then
    return (now.st_ino, now.st_size, now.st_mtime_ns) == (then.st_ino, then.st_size, then.st_mtime_ns)


# Undoing and cleaning up.


def _undo(steps: list[_Step]) -> list[str]:
    """Puts every target back, last first; returns a sentence for each that stayed."""
    stranded: list[str] = []
    for step in reversed(steps):
        try:
            _undo_step(step)
        except OSError as error:
            kept = f", its original is {step.backup}" if os.path.lexists(step.backup) else ""
            stranded.append(f"{step.delta.path} ({error.strerror or error}{kept})")
    return stranded


def _undo_step(step: _Step) -> None:
    if step.begun:
        _remove(step.temporary)
        if step.original is None:
            found = _status(step.target)
            if found is not None and found.st_ino == step.inode:
                os.unlink(step.target)
        elif os.path.lexists(step.backup):
            if _ours(step):
                os.replace(step.backup, step.target)
            # Two names of one file are left alone by a rename, and someone else's file is not ours to replace.
            _remove(step.backup)
    for directory in reversed(step.new_directories):
        with contextlib.suppress(FileNotFoundError):
            os.rmdir(directory)


def _ours(step: _Step) -> bool:
    """Whether what is at the target was put there, or taken away, by this run."""
    found = _status(step.target)
    return step.delta.after is None if found is None else found.st_ino == step.inode


def _remove_backups(steps: list[_Step]) -> None:
    """The last act. The changes are on disk by now: a backup that cannot be removed is only litter."""
    interrupt: BaseException | None = None
    for step in steps:
        try:
            _remove(step.backup)
        except OSError:
            continue
        except BaseException as error:
            interrupt = error
            with contextlib.suppress(OSError):
                _remove(step.backup)
    if interrupt is not None:
        raise interrupt


def _remove(path: str) -> None:
    with contextlib.suppress(FileNotFoundError):
        os.unlink(path)


# Interrupts.


class _Interrupted(BaseException):
    """A signal came while files were being written."""


@contextlib.contextmanager
def _held_interrupts() -> Iterator[_CheckInterrupt]:
    """Holds SIGINT and SIGTERM back; what is yielded raises if one came. It is given to its own handler at the end."""
    check = _CheckInterrupt()
    previous = {}
    for number in (signal.SIGINT, signal.SIGTERM):
        # Other threads may not set handlers (ValueError). A signal that is ignored, or not Python's, stays so.
        with contextlib.suppress(ValueError):
            if signal.getsignal(number) not in (signal.SIG_IGN, None):
                previous[number] = signal.signal(number, check.note)
    undone = False
    try:
        yield check
    except _Interrupted:
        undone = True
    finally:
        for number, handler in previous.items():
            signal.signal(number, handler)
    if check.received is not None:
        signal.raise_signal(check.received)
    if undone:
        raise WriteFailed("interrupted; nothing was written")


class _CheckInterrupt:
    """Remembers a signal, and raises when called after one came."""

    __slots__ = ("received",)

    def __init__(self) -> None:
        self.received: int | None = None

    def note(self, number: int, _frame: FrameType | None) -> None:
        self.received = number

    def __call__(self) -> None:
        if self.received is not None:
            raise _Interrupted
