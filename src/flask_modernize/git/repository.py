"""What changes a git repository: worktrees, commits, refs. Through GitPython, with fixed argument lists only.

Words that come from the user (revisions, branch names, paths, messages) are only ever given as values: after
``--end-of-options`` or ``--``, on standard input, or in a file. The user's hooks and signing run, because it is the
user's own repository; nothing here is used for a dry run.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from flask_modernize.git.command import NO_FETCHING, REPOSITORY_VARIABLES

if TYPE_CHECKING:
    from git import Git

NO_COMMIT = "0" * 40
"""What git takes for "this ref must not be there yet"."""
_FIELDS = 4
_IN_TRAILERS = "\x1f"

# Nothing goes on in the background when a command is done; messages are written in UTF-8.
_QUIET = (
    *("-c", "gc.auto=0"),
    *("-c", "maintenance.auto=false"),
    *("-c", "core.fsmonitor=false"),
    *("-c", "submodule.recurse=false"),
    *("-c", "i18n.commitEncoding=UTF-8"),
)
# Checkouts that no person sees are none of the business of hooks; commits are.
_ALONE = (*_QUIET, "-c", f"core.hooksPath={os.devnull}")


class GitProblem(Exception):
    """Git cannot do what was asked for; the message says what and why, for people."""


@dataclass(frozen=True, slots=True)
class Commit:
    """One commit. ``trailers`` are (key, value) in their order."""

    hash: str
    parents: tuple[str, ...]
    subject: str
    trailers: tuple[tuple[str, str], ...]

    def trailer(self, key: str) -> str | None:
        """The value of the last trailer of that name."""
        return next((value for name, value in reversed(self.trailers) if name == key), None)


@dataclass(frozen=True, slots=True)
class Repository:
    """A git repository, seen from one directory of a checkout (the main one, or a linked worktree)."""

    directory: str
    """The top of the checkout, absolute."""
    common_directory: str
    """The directory that all worktrees share, usually ``.git`` of the main checkout."""

    whole: bool = False
    """Whether all files are checked out here, even where the repository is set to a sparse checkout."""
    overriding: tuple[tuple[str, str], ...] = ()
    """Settings that count instead of those of the repository; see `distrusted`."""

    # -- reading -------------------------------------------------------------------------------------------------------

    def head(self) -> str | None:
        """The commit that is checked out; None in a repository without commits."""
        return self.commit_of("HEAD")

    def current_branch(self) -> str | None:
        """The short name of the branch that is checked out; None for a detached head."""
        found = self._try("symbolic-ref", "--quiet", "HEAD")
        return found.removeprefix("refs/heads/") if found else None

    def commit_of(self, revision: str) -> str | None:
        """The full hash of the commit that a revision means; None when there is none."""
        if not revision or "\0" in revision:
            return None
        return self._try("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}") or None

    def branch_commit(self, name: str) -> str | None:
        """The commit at the head of a local branch; None when there is no such branch."""
        return self.commit_of(f"refs/heads/{name}")

    def is_branch_name(self, name: str) -> bool:
        """Whether git takes this for the name of a branch."""
        sound = name != "HEAD" and not name.startswith("-")
        return sound and self._try("check-ref-format", f"refs/heads/{name}") is not None

    def branch_in_the_way(self, name: str) -> str | None:
        """A branch beside which git cannot make one called `name`: `a` and `a/b` exclude each other."""
        parts = name.split("/")
        above = ["/".join(parts[:number]) for number in range(1, len(parts))]
        for other in above:
            if self.branch_commit(other) is not None:
                return other
        below = self._run("for-each-ref", "--count=1", "--format=%(refname)", f"refs/heads/{name}/")
        return below.removeprefix("refs/heads/") or None

    def nobody(self) -> str | None:
        """Why git does not know whom commits are by; None when it does."""
        for who in ("GIT_AUTHOR_IDENT", "GIT_COMMITTER_IDENT"):
            status, _, said = self._call(("var", who))
            if status != 0:
                return _in_short(said)
        return None

    def history(self, revision: str, *, limit: int = 0) -> tuple[Commit, ...]:
        """The commits that lead to a revision along first parents, newest first; at most `limit` if it is given."""
        form = "%x00".join(("%H", "%P", "%s", "%(trailers:only,unfold,separator=%x1f)"))
        counted = ("-n", str(limit)) if limit else ()
        options = ("-z", "--first-parent", "--no-show-signature", "--encoding=UTF-8", f"--format=tformat:{form}")
        fields = self._run("log", *options, *counted, "--end-of-options", revision, "--").split("\0")
        return tuple(_commit(fields[at : at + _FIELDS]) for at in range(0, len(fields) - _FIELDS + 1, _FIELDS))

    def changed_paths(self, before: str, after: str) -> tuple[str, ...]:
        """The paths in which two commits differ."""
        options = ("--name-only", "-z", "--no-renames", "--no-relative", "--no-ext-diff", "--no-textconv")
        return _paths(self._run("diff", *options, "--end-of-options", before, after, "--"))

    def uncommitted_paths(self) -> tuple[str, ...]:
        """Tracked files of this checkout that are not as in its head."""
        return _paths(
            self._run(
                *_QUIET,
                "diff",
                "HEAD",
                "--no-ext-diff",
                "--no-textconv",
                "--name-only",
                "-z",
                "--no-renames",
                "--ignore-submodules=all",
                "--",
            )
        )

    def is_ancestor(self, older: str, newer: str) -> bool:
        """Whether one commit leads to another."""
        return self._try("merge-base", "--is-ancestor", "--end-of-options", older, newer) is not None

    def remote_branches_with(self, commit: str) -> tuple[str, ...]:
        """Remote-tracking branches that contain a commit."""
        found = self._run("for-each-ref", f"--contains={commit}", "--format=%(refname:short)", "refs/remotes")
        return tuple(found.split())

    def worktree_of(self, branch: str) -> str | None:
        """The directory of the checkout that has a branch checked out; None when none has."""
        directory = None
        for line in self._run("worktree", "list", "--porcelain").splitlines():
            if line.startswith("worktree "):
                directory = line.removeprefix("worktree ")
            elif line == f"branch refs/heads/{branch}":
                return directory
        return None

    # -- changing ------------------------------------------------------------------------------------------------------

    def add_worktree(self, directory: str, commit: str) -> Repository:
        """A new checkout of `commit` on no branch, with all files even where this one is sparse. Raises GitProblem."""
        options = ("--quiet", "--no-checkout", "--detach")
        self._run(*_ALONE, "worktree", "add", *options, "--end-of-options", directory, commit)
        made = replace(self, directory=os.path.realpath(directory), whole=True)
        made._run(*_ALONE, "reset", "--hard", "--quiet")
        return made

    def remove_worktree(self, directory: str) -> None:
        """Removes a linked checkout with all that is in it; nothing happens when it is gone already. Others stay, even
        those whose directories are not there now, which `git worktree prune` would forget."""
        self._try("worktree", "remove", "--force", "--force", "--end-of-options", directory)

    def commit(self, paths: Sequence[str], message: str, trailers: Sequence[tuple[str, str]]) -> str:
        """Commits these paths of this checkout as they are on disk; the hash. Hooks and signing run as configured.

        A hook that changes the files and then fails, as formatters do, gets a second try with what it made of them.
        Raises GitProblem with what git or a hook said.
        """
        self._add(paths)
        try:
            self._commit(message, trailers)
        except GitProblem:
            if not self._unstaged(paths):
                raise
            self._add(paths)
            self._commit(message, trailers)
        made = self.head()
        assert made is not None
        return made

    def move_branch(self, name: str, commit: str, expected: str | None, why: str) -> None:
        """Points a branch to `commit`, provided that it is where it is `expected` (None: absent). Raises GitProblem."""
        ref = f"refs/heads/{name}"
        self._run("update-ref", "--create-reflog", "-m", why, ref, commit, expected or NO_COMMIT)

    def advance_branch(self, name: str, commit: str, expected: str | None, why: str) -> None:
        """As `move_branch`, to a descendant; where the branch is checked out, the files there go with it.

        Raises GitProblem when edits are in the way; then nothing has changed.
        """
        place = self.worktree_of(name)
        if place is None or not os.path.isdir(place):
            self.move_branch(name, commit, expected, why)
        else:
            replace(self, directory=place).fast_forward(commit)

    def delete_branch(self, name: str, expected: str) -> None:
        """Removes a branch, provided that it is where it is expected. Raises GitProblem."""
        self._run("update-ref", "-d", f"refs/heads/{name}", expected)

    def fast_forward(self, commit: str) -> None:
        """Moves the branch that is checked out here, and the files, forward. Raises GitProblem when edits are in the
        way; then nothing has changed."""
        self._run("merge", "--ff-only", "--quiet", "--no-stat", "--end-of-options", commit)

    def reset_keep(self, commit: str) -> None:
        """Moves the branch that is checked out here to any commit; uncommitted edits are kept. Raises GitProblem when
        they are in the way; then nothing has changed."""
        self._run("reset", "--keep", "--quiet", commit)

    def check_out_files(self, commit: str) -> None:
        """Makes this linked checkout, in which nobody has edits of their own, what `commit` is."""
        assert os.path.isfile(os.path.join(self.directory, ".git")), "this would throw away the user's own edits"
        self._run(*_ALONE, "checkout", "--quiet", "--force", "--detach", commit)
        self._run(*_ALONE, "clean", "--quiet", "--force", "--force", "-d", "-x")

    def cherry_pick(self, commit: str) -> bool:
        """Applies one commit on top of this checkout; False, with nothing changed, when it does not fit."""
        if self._try("cherry-pick", "--allow-empty", "--keep-redundant-commits", "--end-of-options", commit) is None:
            self._try("cherry-pick", "--abort")
            return False
        return True

    def commit_content_of(self, commit: str, message: str, trailers: Sequence[tuple[str, str]]) -> str:
        """A commit on top of this linked checkout after which all files are as in another commit. Raises GitProblem."""
        self._run("read-tree", "--reset", "-u", commit)
        self._commit(message, trailers)
        made = self.head()
        assert made is not None
        return made

    def revert(self, commits: Sequence[str], message: str, trailers: Sequence[tuple[str, str]]) -> str | None:
        """One commit on top of this checkout that takes `commits` (newest first) back; None, with nothing changed, when
        that does not work."""
        for commit in commits:
            if self._try("revert", "--no-commit", "--end-of-options", commit) is None:
                self._try("revert", "--abort")
                self._run("reset", "--hard", "--quiet", "HEAD")
                return None
        self._commit(message, trailers)
        return self.head()

    # -- the calls -----------------------------------------------------------------------------------------------------

    def _add(self, paths: Sequence[str]) -> None:
        for chunk in range(0, len(paths), 500):
            some = paths[chunk : chunk + 500]
            self._run(*_QUIET, "--literal-pathspecs", "add", "--all", "--force", "--", *some)

    def _unstaged(self, paths: Sequence[str]) -> bool:
        changed = set(_paths(self._run("diff", "--name-only", "-z", "--no-renames", "--")))
        return bool(changed & set(paths))

    def _commit(self, message: str, trailers: Sequence[tuple[str, str]]) -> None:
        # Not by --trailer, which runs the programs that a repository may have set up for its own trailers.
        lines = "".join(f"{key}: {value}\n" for key, value in trailers)
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".txt", delete=False) as file:
            file.write(f"{message.rstrip()}\n\n{lines}")
        try:
            self._run(*_QUIET, "commit", "--quiet", "--cleanup=whitespace", f"--file={file.name}")
        finally:
            os.unlink(file.name)

    def _run(self, *arguments: str) -> str:
        status, printed, said = self._call(arguments)
        if status != 0:
            words = [word for word in arguments if not word.startswith("-") and "=" not in word]
            raise GitProblem(f"git {words[0]} failed: {_in_short(said or printed)}")
        return printed

    def _try(self, *arguments: str) -> str | None:
        status, printed, _ = self._call(arguments)
        return printed if status == 0 else None

    def _call(self, arguments: Sequence[str]) -> tuple[int, str, str]:
        whole = ("-c", "core.sparseCheckout=false") if self.whole else ()
        return _execute(_git(self.directory, self.overriding), (*whole, *arguments))


def open_repository(directory: str) -> Repository:
    """The repository whose checkout holds `directory`. Raises GitProblem outside of any, and for a bare repository."""
    git = _git(directory)
    status, printed, said = _execute(git, ("rev-parse", "--path-format=absolute", "--git-common-dir"))
    if status != 0:
        if "not a git repository" in said:
            raise GitProblem(
                "This is not in a git repository. Commits need one (git init, git add, git commit);\n"
                "without git, run flask-modernize --dry-run, then flask-modernize."
            )
        raise GitProblem(f"git cannot read this repository: {_in_short(said)}")
    top = _execute(git, ("rev-parse", "--show-toplevel"))
    if top[0] != 0 or not top[1]:
        raise GitProblem("This is a bare repository: it has no files to work on. Clone it, and run there.")
    return Repository(os.path.realpath(top[1]), printed)


# A value that runs nothing, for each setting by which a repository can name a program.
_NO_PROGRAMS = (
    ("core.hooksPath", os.devnull),
    ("core.fsmonitor", "false"),
    ("core.sshCommand", "false"),
    ("core.alternateRefsCommand", ""),
    ("core.pager", "cat"),
    ("commit.gpgSign", "false"),
    ("gpg.program", "false"),
    ("gpg.ssh.program", "false"),
    ("gpg.x509.program", "false"),
    ("credential.helper", ""),
    ("diff.external", ""),
    ("protocol.allow", "never"),
)
_NAMED_PROGRAMS = r"^(filter\..*\.(clean|smudge|process|required)|diff\..*\.(command|textconv)|merge\..*\.driver)$"


def distrusted(repository: Repository) -> Repository:
    """The same repository, with nothing run that it brings: no hook, filter, driver, monitor, signing program.

    For commits that a service makes in repositories of other people. Filters that such a repository needs to be checked
    out as its people know it, Git LFS for instance, do not run either.
    """
    printed = repository._try("config", "--null", "--name-only", "--get-regexp", _NAMED_PROGRAMS) or ""
    named = ((name, "false" if name.endswith(".required") else "") for name in _paths(printed))
    return replace(repository, overriding=(*_NO_PROGRAMS, *named))


def _git(directory: str, overriding: Sequence[tuple[str, str]] = ()) -> Git:
    # A hook that runs this tool has these set, for another directory than the ones that are worked in here.
    for name in REPOSITORY_VARIABLES:
        os.environ.pop(name, None)
    from git import Git

    git = Git(directory)
    # GitPython sets LC_ALL to C; hooks get the user's own back. Messages of git itself stay English by LANGUAGE.
    git.update_environment(GIT_TERMINAL_PROMPT="0", GIT_EDITOR="true", LC_ALL=os.environ.get("LC_ALL", ""))
    if overriding:
        # In the environment, since on a command line a name cannot have every character.
        git.update_environment(GIT_CONFIG_COUNT=str(len(overriding)), **NO_FETCHING)
        for number, (name, value) in enumerate(overriding):
            git.update_environment(**{f"GIT_CONFIG_KEY_{number}": name, f"GIT_CONFIG_VALUE_{number}": value})
    return git


def _execute(git: Git, arguments: Sequence[str]) -> tuple[int, str, str]:
    from git.exc import GitCommandNotFound

    try:
        status, printed, said = git.execute(
            # Of the user's settings only this one changes what the trailers of a commit are.
            ["git", "--no-pager", "-c", "core.commentChar=#", *arguments],
            with_extended_output=True,
            with_exceptions=False,
            strip_newline_in_stdout=True,
        )
    except GitCommandNotFound as error:
        raise GitProblem("The git command is not installed, or the directory is gone.") from error
    return int(status), os.fsdecode(printed), os.fsdecode(said)


def _commit(fields: Sequence[str]) -> Commit:
    hash, parents, subject, trailers = fields
    pairs = [line.partition(": ") for line in trailers.split(_IN_TRAILERS) if ": " in line]
    return Commit(hash, tuple(parents.split()), subject, tuple((key, value.strip()) for key, _, value in pairs))


def _paths(printed: str) -> tuple[str, ...]:
    return tuple(path for path in printed.split("\0") if path)


def _in_short(said: str) -> str:
    lines = [line.strip() for line in said.strip().strip("'").splitlines() if line.strip()]
    return "\n".join(line.removeprefix("stderr: ").strip("'") for line in lines[-15:]) or "it does not say why"
