"""Discovery in and outside of git, and trees of revisions."""

from __future__ import annotations

import gc
import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from flask_modernize.sources import (
    Changes,
    FileDelta,
    UnknownRevision,
    UnreadableSource,
    find_root,
    revision_tree,
    working_tree,
)

ODD_NAMES = [
    "with space.py",
    'quo"te.py',
    "new\nline.py",
    "é/中.py",
    "tab\t.py",
    "back\\slash.py",
    "-dash.py",
    " lead.py",
]


def git(directory: Path, *arguments: str) -> str:
    command = [
        "git",
        "-c",
        "user.name=x",
        "-c",
        "user.email=x@example.org",
        "-c",
        "protocol.file.allow=always",
        *arguments,
    ]
    return subprocess.run(command, cwd=directory, check=True, capture_output=True, text=True).stdout


def lay_out(directory: Path, files: Mapping[str, bytes | str]) -> None:
    for name, content in files.items():
        path = directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    directory = tmp_path / "checkout"
    directory.mkdir()
    git(directory, "init", "-q", "-b", "main")
    return directory


def commit(directory: Path) -> None:
    git(directory, "add", "-A")
    git(directory, "commit", "-q", "-m", "all")


def test_tracked_and_untracked_files_but_not_ignored_ones(checkout: Path) -> None:
    lay_out(
        checkout,
        {"a.py": "", "gone.py": "", "sub/.gitignore": "/secret.py\n", "sub/secret.py": "", ".gitignore": "*.log\n"},
    )
    commit(checkout)
    lay_out(checkout, {"new.py": "", "x.log": "", "sub/new.txt": ""})
    (checkout / "gone.py").unlink()
    tree = working_tree(checkout)
    assert tree.paths == (".gitignore", "a.py", "new.py", "sub/.gitignore", "sub/new.txt")
    assert tree.python_paths() == ("a.py", "new.py")
    assert tree.problems == ()
    assert tree.root == str(checkout)
    assert tree.writable
    assert working_tree(checkout / "sub").paths == (".gitignore", "new.txt")


def test_odd_names(checkout: Path) -> None:
    lay_out(checkout, dict.fromkeys(ODD_NAMES, "x = 1\n"))
    expected = tuple(sorted(ODD_NAMES))
    assert working_tree(checkout).paths == expected
    commit(checkout)
    assert working_tree(checkout).paths == expected
    revision = revision_tree(checkout, "HEAD")
    assert revision.paths == revision.python_paths() == expected
    assert all(revision.read(path) == b"x = 1\n" for path in expected)
    shutil.rmtree(checkout / ".git")
    assert working_tree(checkout).paths == expected


def test_names_that_are_no_text_are_problems(checkout: Path) -> None:
    for name in (b"\xe9.py", b"\xe9.png"):
        (checkout / os.fsdecode(name)).write_bytes(b"")
    lay_out(checkout, {"é.py": ""})
    commit(checkout)
    trees = [working_tree(checkout), revision_tree(checkout, "HEAD")]
    shutil.rmtree(checkout / ".git")
    for tree in [*trees, working_tree(checkout)]:
        assert tree.paths == ("é.py",)
        (problem,) = tree.problems
        assert (problem.path, problem.code) == ("\\xe9.py", "S-NAME")


def test_links_submodules_and_nested_repositories_are_left_out(checkout: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    git(other, "init", "-q")
    lay_out(other, {"module.py": ""})
    commit(other)
    git(checkout, "submodule", "-q", "add", str(other), "sub")
    lay_out(checkout, {"a.py": "", "package/b.py": "", "moved/c.py": ""})
    (checkout / "link.py").symlink_to("a.py")
    (checkout / "linked").symlink_to("package")
    (checkout / "dangling.py").symlink_to("nothing")
    commit(checkout)
    # A tracked directory that became a link meanwhile.
    shutil.move(checkout / "moved", tmp_path / "moved")
    (checkout / "moved").symlink_to(tmp_path / "moved")
    git(tmp_path, "clone", "-q", str(other), str(checkout / "nested"))
    os.mkfifo(checkout / "pipe.py")
    assert working_tree(checkout).paths == (".gitmodules", "a.py", "package/b.py")
    assert revision_tree(checkout, "HEAD").paths == (".gitmodules", "a.py", "moved/c.py", "package/b.py")
    assert working_tree(checkout / "sub").paths == ("module.py",)


def test_links_are_left_out_of_a_walk(tmp_path: Path) -> None:
    lay_out(tmp_path, {"a.py": "", "package/b.py": ""})
    (tmp_path / "link.py").symlink_to("a.py")
    (tmp_path / "linked").symlink_to("package")
    (tmp_path / "package" / "around").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "pipe.py")
    assert working_tree(tmp_path).paths == ("a.py", "package/b.py")


@pytest.mark.parametrize("managed", [True, False])
def test_other_peoples_directories_are_left_out(tmp_path: Path, managed: bool) -> None:
    foreign = [".tox", ".nox", ".eggs", "node_modules", "__pycache__", ".hg", ".svn", "deep/node_modules"]
    lay_out(tmp_path, {"a.py": "", "venv/kept.py": "", "bin/run.py": "", **{f"{name}/x.py": "" for name in foreign}})
    lay_out(tmp_path, {"env/pyvenv.cfg": "", "env/lib/x.py": "", "old/bin/activate_this.py": "", "old/lib/x.py": ""})
    if managed:
        git(tmp_path, "init", "-q")
        commit(tmp_path)
        assert revision_tree(tmp_path, "HEAD").paths == ("a.py", "bin/run.py", "venv/kept.py")
    assert working_tree(tmp_path).paths == ("a.py", "bin/run.py", "venv/kept.py")


def test_a_conflicted_file_is_listed_once(checkout: Path) -> None:
    lay_out(checkout, {"a.py": "1"})
    commit(checkout)
    git(checkout, "checkout", "-q", "-b", "other")
    for branch, content in (("other", "2"), ("main", "3")):
        git(checkout, "checkout", "-q", branch)
        lay_out(checkout, {"a.py": content})
        commit(checkout)
    with pytest.raises(subprocess.CalledProcessError):
        git(checkout, "merge", "other")
    assert working_tree(checkout).paths == ("a.py",)


def test_a_worktree_and_hooks_environment(checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay_out(checkout, {"a.py": ""})
    commit(checkout)
    git(checkout, "worktree", "add", "-q", str(tmp_path / "second"))
    lay_out(tmp_path / "second", {"b.py": ""})
    # As inside of a hook of some other repository.
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "nowhere"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "nothing"))
    assert working_tree(tmp_path / "second").paths == ("a.py", "b.py")
    assert find_root([tmp_path / "second" / "b.py"]) == str(tmp_path / "second")


def test_the_repositorys_own_monitor_program_is_not_run(checkout: Path, tmp_path: Path) -> None:
    lay_out(checkout, {"a.py": ""})
    commit(checkout)
    program = tmp_path / "monitor"
    program.write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\n")
    program.chmod(0o755)
    git(checkout, "config", "core.fsmonitor", str(program))
    assert working_tree(checkout).paths == ("a.py",)
    assert not (tmp_path / "ran").exists()


def test_a_place_is_taken_by_ignored_files_and_directories_too(checkout: Path) -> None:
    lay_out(checkout, {"pkg/a.py": "", ".gitignore": "config.py\n", "config.py": ""})
    tree = working_tree(checkout)
    assert [path for path in ("pkg", "pkg/a.py", "config.py", "new.py", "pk") if tree.is_taken(path)] == [
        "pkg",
        "pkg/a.py",
        "config.py",
    ]
    changed = tree.with_changes(Changes([tree.delta("pkg/a.py", None), tree.delta("new.py", b"")]))
    assert not changed.is_taken("pkg/a.py")
    assert changed.is_taken("new.py")


def test_an_ignored_directory_is_walked(checkout: Path) -> None:
    lay_out(
        checkout,
        {".gitignore": "/build/\n", "build/app/a.py": "", "build/app/.gitignore": "b.py\n", "build/app/b.py": ""},
    )
    assert working_tree(checkout / "build" / "app").paths == (".gitignore", "a.py")
    assert working_tree(checkout).paths == (".gitignore",)
    assert find_root([checkout / "build" / "app"]) == str(checkout / "build" / "app")


def test_without_the_git_command_the_rules_above_still_hold(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay_out(
        checkout, {".gitignore": "/pkg/a.py\nc.*\n", "pkg/a.py": "", "pkg/b.py": "", "pkg/c.py": "", "pkg/d.py": ""}
    )
    lay_out(
        checkout, {"pkg/in/.gitignore": "!c.py\n", "pkg/in/c.py": "", "pkg/in/c.txt": "", ".git/info/exclude": "d.py"}
    )
    with_git = working_tree(checkout / "pkg").paths
    monkeypatch.setenv("PATH", "/nonexistent")
    assert working_tree(checkout / "pkg").paths == with_git == ("b.py", "in/.gitignore", "in/c.py")
    assert find_root([checkout / "pkg"]) == str(checkout / "pkg")


PATTERNS = st.sampled_from(
    [
        "a", "/a", "a/", "*.py", "!b.py", "/d/a", "d/*", "**/a", "d/**", "d/**/b.py", "!/d/", "\\!b.py", "#c", "[ab]",
        "[", "  ", "b.py \\ ", "b.py  ", "a\r", "!", "/", "*", "!*/", "?", "a/**/b.py", "***", "d//a", "é*",
        "!d/a/b.py", "[!a]", "[^d]*", "[a-c].py", "[]a]", "[[:alpha:]]", "[[:punct:]]*", "[a", "\\a", "a\\", "[\\]a]",
        "**", "/**/", "**b.py", "d/**b.py", "/*/a", "d/[a/]", "*/b.*", "\\#c", "[!", "[[:nope:]a]", "[d-a]", "*[",
        "c c", "d/c c/\\[", "e/**/**/b.py", "[-a]",
    ]
)  # fmt: skip
IGNORED_TREE = [
    "a",
    "b.py",
    "d/a",
    "d/b.py",
    "d/e/a",
    "d/e/b.py",
    "e/d/a/b.py",
    "e/#c",
    "!b.py",
    "é.py",
    "d/c c/[",
    "e/b.py ",
]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example({"e/": ["a", "!/d/"]})
@given(st.dictionaries(st.sampled_from(["", "d/", "e/", "d/e/"]), st.lists(PATTERNS, max_size=4), max_size=3))
def test_the_walk_lists_what_git_lists(tmp_path_factory: pytest.TempPathFactory, ignores: dict[str, list[str]]) -> None:
    directory = tmp_path_factory.mktemp("walk")
    lay_out(directory, dict.fromkeys(IGNORED_TREE, ""))
    lay_out(directory, {f"{base}.gitignore": "\n".join(patterns) for base, patterns in ignores.items()})
    walked = working_tree(directory).paths
    git(directory, "init", "-q")
    assert walked == working_tree(directory).paths


def test_excludes_are_gitignore_patterns(checkout: Path) -> None:
    lay_out(checkout, {"a.py": "", "migrations/x.py": "", "sub/migrations/y.py": "", "sub/keep.py": "", "sub/z.py": ""})
    commit(checkout)
    excludes = ("/migrations/", "sub/*", "!keep.py")
    assert working_tree(checkout, excludes=excludes).paths == ("a.py", "sub/keep.py")
    assert revision_tree(checkout, "HEAD", excludes=excludes).paths == ("a.py", "sub/keep.py")


def test_copies_of_libraries_are_left_out_where_that_is_wanted(checkout: Path) -> None:
    copies = ["lib/flask/__init__.py", "lib/flask/app.py", "lib/werkzeug/__init__.py", "lib/other.py"]
    beside = ["jinja2/__init__.py", "click/__init__.py"]
    own = ["lib.py", "server/lib/flask/__init__.py", "shop/views.py", "shop/flask/__init__.py", "src/click/core.py"]
    lay_out(checkout, dict.fromkeys([*copies, *beside, *own], ""))
    commit(checkout)
    for tree in (working_tree(checkout, vendored=False), revision_tree(checkout, "HEAD", vendored=False)):
        assert tree.paths == tuple(sorted(own))
    assert working_tree(checkout).paths == tuple(sorted([*copies, *beside, *own]))


def test_big_files_are_problems_and_still_listed(checkout: Path) -> None:
    lay_out(checkout, {"big.py": "x" * 101, "fits.py": "x" * 100, "big.txt": "x" * 101})
    commit(checkout)
    for tree in (working_tree(checkout, max_bytes=100), revision_tree(checkout, "HEAD", max_bytes=100)):
        assert tree.paths == ("big.py", "big.txt", "fits.py")
        assert tree.python_paths() == ("fits.py",)
        (problem,) = tree.problems
        assert (problem.path, problem.code) == ("big.py", "S-TOO-BIG")
        assert "101 bytes, above the limit of 100" in problem.message
        changed = tree.with_changes(Changes([FileDelta("big.py", b"x" * 101, b"")]))
        assert changed.problems == ()
        assert changed.python_paths() == ("big.py", "fits.py")


def test_scripts_without_extension(checkout: Path) -> None:
    scripts = {
        "run": "#!/usr/bin/env python3\n",
        "shell": "#!/bin/sh\n",
        "plain": "#!/usr/bin/env python3\n",
        "a.txt": "#!python\n",
    }
    lay_out(checkout, scripts)
    for name in ("run", "shell", "a.txt"):
        (checkout / name).chmod(0o755)
    commit(checkout)
    for tree in (working_tree(checkout), revision_tree(checkout, "HEAD")):
        assert tree.python_paths() == ("run",)
        assert tree.executable("run")
        assert not tree.executable("plain")


def test_content_is_read_when_asked_for(checkout: Path) -> None:
    lay_out(checkout, {"a.py": "old", "b.py": "old", "c.py": "x = 1\n"})
    tree = working_tree(checkout)
    signature = tree.signature("a.py")
    assert signature[:2] == ("file", 3)
    lay_out(checkout, {"a.py": "longer than it was", "c.py": ""})
    (checkout / "b.py").unlink()
    assert tree.read("a.py") == b"longer than it was"
    assert tree.read("c.py") == b""
    assert tree.signature("a.py") == signature
    assert working_tree(checkout).signature("a.py") != signature
    with pytest.raises(UnreadableSource) as problem:
        tree.read("b.py")
    assert problem.value.code == "S-UNREADABLE"
    with pytest.raises(KeyError):
        tree.read("d.py")


def test_directories_that_cannot_be_listed_are_problems(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay_out(tmp_path, {"a.py": "", "locked/b.py": ""})
    real = os.scandir

    def refuse(path: str) -> object:
        if path.rstrip("/").endswith("locked"):
            raise PermissionError(13, "Permission denied", path)
        return real(path)

    monkeypatch.setattr(os, "scandir", refuse)
    tree = working_tree(tmp_path)
    assert tree.paths == ("a.py",)
    (problem,) = tree.problems
    assert (problem.path, problem.code) == ("locked", "S-UNREADABLE")


def test_what_is_no_directory_is_refused(tmp_path: Path) -> None:
    lay_out(tmp_path, {"a.py": ""})
    for name in ("a.py", "absent"):
        with pytest.raises(NotADirectoryError):
            working_tree(tmp_path / name)


def test_roots(checkout: Path, tmp_path: Path) -> None:
    lay_out(checkout, {"pkg/pyproject.toml": "", "pkg/a.py": ""})
    assert find_root([checkout / "pkg" / "a.py"]) == str(checkout)
    plain = tmp_path / "plain"
    lay_out(plain, {"setup.py": "", "src/a/b.py": "", "src/c.py": ""})
    assert find_root([plain / "src" / "a" / "b.py"]) == str(plain)
    lay_out(plain, {"src/setup.cfg": ""})
    assert find_root([plain / "src" / "a" / "b.py", plain / "src" / "c.py"]) == str(plain / "src")
    bare = tmp_path / "bare"
    lay_out(bare, {"x/a.py": "", "y/b.py": ""})
    assert find_root([bare / "x"]) == str(bare / "x")
    assert find_root([bare / "x" / "a.py", bare / "y"]) == str(bare)
    assert find_root([bare / "x" / "absent.py"]) == str(bare / "x")
    link = tmp_path / "link"
    link.symlink_to(plain)
    assert find_root([link]) == str(plain)


def test_revisions(checkout: Path) -> None:
    lay_out(checkout, {"a.py": b"\xe9\r\n", "sub/b.py": "one\n", "empty.py": ""})
    commit(checkout)
    git(checkout, "tag", "first")
    lay_out(checkout, {"sub/b.py": "two\n", "untracked.py": ""})
    git(checkout, "commit", "-q", "-a", "-m", "second")
    first, second = revision_tree(checkout, "first"), revision_tree(checkout, "HEAD")
    assert first.paths == second.paths == ("a.py", "empty.py", "sub/b.py")
    assert [first.read(path) for path in first.paths] == [b"\xe9\r\n", b"", b"one\n"]
    assert second.read("sub/b.py") == b"two\n"
    assert first.signature("a.py") == second.signature("a.py")
    assert first.signature("sub/b.py") != second.signature("sub/b.py")
    assert not first.writable
    assert revision_tree(checkout / "sub", "HEAD~1").read("b.py") == b"one\n"
    with pytest.raises(KeyError):
        first.read("untracked.py")


@pytest.mark.parametrize("revision", ["", "nothing", "--help", "-p", "HEAD\0", "HEAD:a.py"])
def test_unknown_revisions(checkout: Path, revision: str) -> None:
    lay_out(checkout, {"a.py": ""})
    commit(checkout)
    with pytest.raises(UnknownRevision):
        revision_tree(checkout, revision)


def test_a_revision_outside_of_git(tmp_path: Path) -> None:
    with pytest.raises(UnknownRevision):
        revision_tree(tmp_path, "HEAD")


def test_a_forked_child_reads_revisions_too(checkout: Path) -> None:
    lay_out(checkout, {f"m{number}.py": f"{number}\n" * 1000 for number in range(20)})
    commit(checkout)
    tree = revision_tree(checkout, "HEAD")
    assert tree.read("m0.py") == b"0\n" * 1000
    child = os.fork()
    if child == 0:
        good = all(tree.read(f"m{number}.py") == b"%d\n" % number * 1000 for number in range(20))
        os._exit(0 if good else 1)
    assert all(tree.read(f"m{number}.py") == b"%d\n" % number * 1000 for number in range(20))
    assert os.waitpid(child, 0)[1] == 0


def test_the_reading_process_ends_with_the_tree(checkout: Path) -> None:
    lay_out(checkout, {"a.py": "x"})
    commit(checkout)
    tree = revision_tree(checkout, "HEAD")
    tree.read("a.py")
    process = tree._storage._reader._process  # type: ignore[attr-defined]
    assert process.poll() is None
    del tree
    gc.collect()
    assert process.returncode == 0


def test_content_that_git_lost_is_a_problem(checkout: Path) -> None:
    lay_out(checkout, {"a.py": "x", "b.py": "y"})
    commit(checkout)
    tree = revision_tree(checkout, "HEAD")
    name = str(tree.signature("a.py")[1])
    (checkout / ".git" / "objects" / name[:2] / name[2:]).unlink()
    with pytest.raises(UnreadableSource) as problem:
        tree.read("a.py")
    assert problem.value.code == "S-UNREADABLE"
    assert tree.read("b.py") == b"y"
