"""Writing: all or none, whatever fails at whichever step."""

from __future__ import annotations

import os
import signal
import stat
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from flask_modernize.sources import (
    Changes,
    FileDelta,
    WriteConflict,
    WriteFailed,
    memory_tree,
    working_tree,
    write_changes,
)

BEFORE = {"a.py": b"a\n", "gone.py": b"gone\n", "sub/b.py": b"b\r\n", "sub/kept.py": b"kept\n", "z.py": b"z"}
AFTER = {
    "a.py": b"A\n",
    "sub/b.py": b"B\r\n",
    "sub/kept.py": b"kept\n",
    "z.py": b"",
    "new/deep/c.py": b"new\n",
    "d.py": b"",
}
CHANGES = Changes(FileDelta(path, BEFORE.get(path), AFTER.get(path)) for path in {*BEFORE, *AFTER})


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name, content in BEFORE.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    (tmp_path / "a.py").chmod(0o750)
    return tmp_path


def everything(root: Path) -> dict[str, object]:
    """All that is below ``root``: contents and modes, directories, and so whatever was left behind."""
    return {
        str(path.relative_to(root)): (stat.S_IMODE(path.lstat().st_mode), path.read_bytes() if path.is_file() else None)
        for path in root.rglob("*")
    }


def identities(root: Path) -> dict[str, tuple[int, int]]:
    found = {name: os.stat(root / name) for name in BEFORE}
    return {name: (status.st_ino, status.st_mtime_ns) for name, status in found.items()}


def test_all_changes_are_written(project: Path) -> None:
    write_changes(working_tree(project), CHANGES)
    found = {path: content[1] for path, content in everything(project).items() if content[1] is not None}  # type: ignore[index]
    assert found == AFTER
    assert stat.S_IMODE((project / "a.py").stat().st_mode) == 0o750
    assert working_tree(project).paths == tuple(sorted(AFTER))


def test_modes_of_new_files_follow_the_mask(project: Path) -> None:
    mask = os.umask(0o027)
    try:
        write_changes(
            working_tree(project), Changes([FileDelta("run", None, b"#!x", True), FileDelta("c.py", None, b"")])
        )
    finally:
        os.umask(mask)
    assert stat.S_IMODE((project / "run").stat().st_mode) == 0o750
    assert stat.S_IMODE((project / "c.py").stat().st_mode) == 0o640


def test_nothing_to_write(project: Path) -> None:
    before = everything(project)
    write_changes(working_tree(project), Changes())
    assert everything(project) == before


@pytest.mark.parametrize(
    "spoil",
    [
        lambda root: (root / "a.py").write_bytes(b"a\n "),
        lambda root: (root / "a.py").unlink(),
        lambda root: (root / "gone.py").write_bytes(b""),
        lambda root: (root / "d.py").write_bytes(b""),
        lambda root: (root / "d.py").write_bytes(b"other"),
    ],
)
def test_a_file_edited_meanwhile_is_a_conflict(project: Path, spoil: Callable[[Path], object]) -> None:
    tree = working_tree(project)
    spoil(project)
    before = everything(project)
    with pytest.raises(WriteConflict, match=r"nothing was written: (a|gone|d)\.py"):
        write_changes(tree, CHANGES)
    assert everything(project) == before


def test_all_conflicts_are_named(project: Path) -> None:
    tree = working_tree(project)
    (project / "z.py").unlink()
    (project / "a.py").write_bytes(b"")
    with pytest.raises(WriteConflict) as conflict:
        write_changes(tree, CHANGES)
    assert conflict.value.paths == ("a.py", "z.py")


def link_file(root: Path) -> None:
    (root / "a.py").rename(root / "real.py")
    (root / "a.py").symlink_to("real.py")


def link_directory(root: Path) -> None:
    (root / "sub").rename(root / "real")
    (root / "sub").symlink_to("real")


def dangling_target(root: Path) -> None:
    (root / "d.py").symlink_to("elsewhere.py")


def directory_target(root: Path) -> None:
    (root / "a.py").unlink()
    (root / "a.py").mkdir()


def lock_files(root: Path) -> None:
    (root / "a.py").chmod(0o444)
    (root / "z.py").chmod(0o444)


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (link_file, r"symbolic link, nothing was written: a\.py"),
        (link_directory, r"symbolic link, nothing was written: sub/b\.py"),
        (dangling_target, r"symbolic link, nothing was written: d\.py"),
        (directory_target, r"not a regular file, nothing was written: a\.py"),
        (lock_files, r"not writable, nothing was written: a\.py, z\.py"),
    ],
)
def test_what_may_not_be_written_is_refused(project: Path, spoil: Callable[[Path], None], words: str) -> None:
    tree = working_tree(project)
    spoil(project)
    before = everything(project)
    with pytest.raises(WriteFailed, match=words):
        write_changes(tree, CHANGES)
    assert everything(project) == before


def test_a_root_that_is_a_link_is_fine(project: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    link = tmp_path_factory.mktemp("links") / "link"
    link.symlink_to(project)
    write_changes(working_tree(link), CHANGES)
    assert (project / "a.py").read_bytes() == b"A\n"


def test_trees_that_are_no_directory_are_refused() -> None:
    tree = memory_tree({"a.py": b"a\n"})
    with pytest.raises(WriteFailed, match="not a working directory"):
        write_changes(tree, Changes([FileDelta("a.py", b"a\n", b"b\n")]))


class Saboteur:
    """Counts calls of the functions that touch the disk, and fails at one of them: before it is done or after."""

    FUNCTIONS = ("open", "mkdir", "link", "chmod", "replace", "unlink", "fstat")

    def __init__(self, monkeypatch: pytest.MonkeyPatch, error: BaseException, at: int, after: bool) -> None:
        self.calls = 0
        self.last = ""
        self.failed = False
        for name in self.FUNCTIONS:
            monkeypatch.setattr(os, name, self._wrapped(name, getattr(os, name), error, at, after))

    def _wrapped(self, name: str, real: Any, error: BaseException, at: int, after: bool) -> Any:
        def call(*arguments: Any, **keywords: Any) -> Any:
            writes = name != "open" or bool(arguments[1] & os.O_CREAT)
            if self.failed or not writes:
                return real(*arguments, **keywords)
            self.calls += 1
            if self.calls != at:
                return real(*arguments, **keywords)
            self.failed, self.last = True, name
            if after:
                result = real(*arguments, **keywords)
                if name == "open":
                    os.close(result)
            raise error

        return call


# More than the number of calls that CHANGES takes, as a test says.
STEPS = range(1, 61)


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize(
    "error", [OSError(28, "No space left on device", "x"), KeyboardInterrupt()], ids=["full", "ctrl-c"]
)
@pytest.mark.parametrize("at", STEPS)
def test_a_failure_at_any_step_leaves_all_or_none(
    project: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException, at: int, after: bool
) -> None:
    tree = working_tree(project)
    before, originals = everything(project), identities(project)
    with monkeypatch.context() as patch:
        saboteur = Saboteur(patch, error, at, after)
        try:
            write_changes(tree, CHANGES)
            raised: BaseException | None = None
        except (WriteFailed, KeyboardInterrupt) as caught:
            raised = caught
    found = everything(project)
    if (project / "gone.py").exists():
        assert found == before
        assert identities(project) == originals
        expected = KeyboardInterrupt if isinstance(error, KeyboardInterrupt) else WriteFailed
        assert isinstance(raised, expected) == saboteur.failed
        return
    # Past the last rename: everything is written. A backup may stay where it could not be removed.
    for name, content in AFTER.items():
        assert (project / name).read_bytes() == content
    left = [name for name in found if ".flask-modernize" in name]
    assert len(left) <= (1 if saboteur.failed else 0)
    assert raised is None or isinstance(raised, KeyboardInterrupt)


def test_the_steps_above_are_all(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        saboteur = Saboteur(patch, OSError(), 10_000, False)
        write_changes(working_tree(project), CHANGES)
    assert 20 < saboteur.calls < max(STEPS)


def test_without_hard_links_originals_are_copied(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_links(*_: object, **__: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    tree, before = working_tree(project), everything(project)
    real, done = os.replace, []

    def fail_at_the_third(source: str, target: str) -> None:
        done.append(target)
        if len(done) == 3:
            raise OSError(5, "Input/output error", source, None, target)
        real(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(os, "link", no_links)
        patch.setattr(os, "replace", fail_at_the_third)
        with pytest.raises(WriteFailed, match=r"cannot write: Input/output error \(.*\); nothing was written"):
            write_changes(tree, CHANGES)
    assert everything(project) == before
    monkeypatch.setattr(os, "link", no_links)
    write_changes(tree, CHANGES)
    assert (project / "a.py").read_bytes() == b"A\n"
    assert not [name for name in everything(project) if ".flask-modernize" in name]


def test_what_cannot_be_undone_is_named_with_its_backup(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real, done = os.replace, []

    def fail_from_the_second_on(source: str, target: str) -> None:
        done.append(target)
        if len(done) > 1:
            raise OSError(5, "Input/output error")
        real(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", fail_from_the_second_on)
        with pytest.raises(
            WriteFailed, match=r"could not be undone: a\.py \(Input/output error, its original is .*\.old\)"
        ):
            write_changes(working_tree(project), CHANGES)
    (backup,) = [name for name in everything(project) if name.endswith(".old")]
    assert (project / backup).read_bytes() == b"a\n"


def test_an_edit_in_the_last_moment_is_kept(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody saves z.py, and creates d.py's neighbour's target, after the check and before the rename."""
    real = os.replace

    def save_meanwhile(source: str, target: str) -> None:
        if target.endswith("/a.py") and (project / "z.py").read_bytes() == b"z":
            (project / "z.py").write_bytes(b"saved")
        real(source, target)

    before = everything(project)
    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", save_meanwhile)
        with pytest.raises(WriteConflict, match=r"z\.py"):
            write_changes(working_tree(project), CHANGES)
    mode = stat.S_IMODE((project / "z.py").stat().st_mode)
    assert everything(project) == {**before, "z.py": (mode, b"saved")}


def test_a_file_created_in_the_last_moment_is_kept(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.replace

    def create_meanwhile(source: str, target: str) -> None:
        (project / "d.py").write_bytes(b"mine")
        real(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", create_meanwhile)
        with pytest.raises(WriteConflict, match=r"d\.py"):
            write_changes(working_tree(project), CHANGES)
    assert (project / "d.py").read_bytes() == b"mine"
    assert (project / "a.py").read_bytes() == b"a\n"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_while_writing_undoes_and_reaches_its_handler(
    project: Path, monkeypatch: pytest.MonkeyPatch, number: signal.Signals
) -> None:
    before, received, real = everything(project), [], os.replace

    def signal_between(source: str, target: str) -> None:
        real(source, target)
        signal.raise_signal(number)

    previous = signal.signal(number, lambda *_: received.append(everything(project)))
    try:
        with monkeypatch.context() as patch:
            patch.setattr(os, "replace", signal_between)
            with pytest.raises(WriteFailed, match="interrupted; nothing was written"):
                write_changes(working_tree(project), CHANGES)
    finally:
        signal.signal(number, previous)
    assert received[0] == before


@pytest.fixture
def interruptible() -> Iterator[None]:
    """A process that was started in the background by a shell ignores Ctrl-C."""
    previous = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, previous)


@pytest.mark.usefixtures("interruptible")
def test_ctrl_c_raises_keyboard_interrupt(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before, real = everything(project), os.replace

    def interrupt_between(source: str, target: str) -> None:
        real(source, target)
        os.kill(os.getpid(), signal.SIGINT)

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", interrupt_between)
        with pytest.raises(KeyboardInterrupt):
            write_changes(working_tree(project), CHANGES)
    assert everything(project) == before
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_other_threads_can_write(project: Path) -> None:
    thread = threading.Thread(target=write_changes, args=(working_tree(project), CHANGES))
    thread.start()
    thread.join()
    assert (project / "a.py").read_bytes() == b"A\n"


def test_owners_are_kept(project: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only the superuser can give files away")
    os.chown(project / "a.py", 12345, 23456)
    write_changes(working_tree(project), CHANGES)
    status = (project / "a.py").stat()
    assert (status.st_uid, status.st_gid, stat.S_IMODE(status.st_mode)) == (12345, 23456, 0o750)
