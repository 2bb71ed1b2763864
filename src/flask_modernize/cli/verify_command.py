"""The command ``verify``: from its words to the exit code."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from flask_modernize.cli.exits import DONE, PENDING, Refused, guarded
from flask_modernize.cli.progress import progress_line
from flask_modernize.cli.session import installed_registry
from flask_modernize.git.command import git_output
from flask_modernize.sources import Tree, UnknownRevision, revision_tree, working_tree

if TYPE_CHECKING:
    from flask_modernize.verify.differences import Comparison, Intended
    from flask_modernize.verify.verification import Order

NOT_RUN = 4
_PROGRAMS = (("bin", "python"), ("Scripts", "python.exe"))
MIGRATION_TRAILER = "Flask-Modernize-Migration"
MAX_HISTORY = 1000


@dataclass(frozen=True, slots=True)
class VerifyWords:
    """The words of ``verify``; empty where nothing was said."""

    before: str = ""
    after: str = ""
    python: str = ""
    before_python: str = ""
    app: str = ""
    requests: str = ""
    test: str = ""
    environment: tuple[str, ...] = ()
    copy_ignored: tuple[str, ...] = ()
    database_url: str = ""
    seconds: float = 60
    format_: str = "text"


def verify(words: VerifyWords) -> int:
    """0: equal, or intended differences only; 1: different; 4: one of the sides could not be run."""
    return guarded(lambda: _verify(words))


def _verify(words: VerifyWords) -> int:
    from flask_modernize.reporting import verification as reporting
    from flask_modernize.verify.ignored_files import CannotCopy, ignored_files, missing_files
    from flask_modernize.verify.requests_file import BadRequests, read_requests
    from flask_modernize.verify.runs import Limits
    from flask_modernize.verify.verification import Order, Side, without_declared
    from flask_modernize.verify.verification import verify as run

    before, after = (words.before, words.after or os.curdir) if words.before else _default_sides()
    python = interpreter(words.python)
    before_python = interpreter(words.before_python) if words.before_python else python
    try:
        requests = read_requests(words.requests) if words.requests else []
        ignored = ignored_files(os.curdir, words.copy_ignored)
    except (BadRequests, CannotCopy) as error:
        raise Refused(str(error)) from None
    order = Order(
        Side(_tree(before), before, before_python),
        Side(_tree(after), after, python),
        app=words.app,
        requests=requests,
        environment=variables(words.environment),
        test=words.test,
        limits=Limits(seconds=words.seconds),
        ignored=ignored,
        database_url=server_url(words.database_url),
    )
    with progress_line(words.format_ == "text") as progress:
        progress("Running the application before and after")
        verification = run(order)
        if verification.comparison is not None and verification.comparison.differences:
            progress("Looking which migrations were applied in between")
            verification = without_declared(verification, _intended(order, verification.comparison))
    if words.format_ == "json":
        click.echo(reporting.document(verification, before, after))
    elif words.format_ == "markdown":
        click.echo(reporting.markdown(verification, before, after))
    else:
        for line in reporting.text_lines(verification, before, after):
            click.echo(line)
    if verification.failure is not None:
        missing = missing_files(os.curdir, tuple(ignored))
        if missing:
            click.echo(f"It was run without what git ignores, {missing}: see --copy-ignored.", err=True)
        return NOT_RUN
    return PENDING if verification.result == "different" else DONE


def server_url(url: str) -> str:
    """The URL as it was given; refused where it is not that of a PostgreSQL server."""
    if url and not url.startswith(("postgresql://", "postgresql+", "postgres://")):
        raise Refused(
            "--database-url: only postgresql:// URLs are known; without, SQLite stands in for every database."
        )
    return url.replace("postgres://", "postgresql://", 1)


def _tree(name: str) -> Tree:
    """The tree of a directory, else of a revision of the repository here."""
    if os.path.isdir(name):
        return working_tree(name)
    try:
        return revision_tree(os.curdir, name)
    except UnknownRevision:
        raise Refused(f"{name!r} is neither a directory nor a revision of a git repository here.") from None


def _intended(order: Order, comparison: Comparison) -> Sequence[Intended]:
    """What the migrations between the two sides declare of their differences: those that the commits in between name,
    else those that seem to have been applied."""
    from flask_modernize.verify.intents import Stack, declared_by, intended_between
    from flask_modernize.verify.interpreters import installed_versions

    declaring = [migration for migration in installed_registry().migrations if migration.intended]
    named = _named_in_history(order.before.name, order.after.name)
    if named:
        return declared_by(declaring, dict.fromkeys(named, "commits in between name it"))
    stacks = [Stack(side.tree, installed_versions(side.python)) for side in (order.before, order.after)]
    return intended_between(stacks[0], stacks[1], declaring, comparison.differences)


def _named_in_history(before: str, after: str) -> frozenset[str]:
    """The migrations that the commits between two revisions name."""
    if os.path.isdir(before) or os.path.isdir(after):
        return frozenset()
    form = f"--format=%(trailers:key={MIGRATION_TRAILER},valueonly)"
    printed = git_output(os.curdir, "log", form, "--end-of-options", f"{before}..{after}", "--")
    return frozenset((printed or b"").decode("utf-8", "replace").split())


def _default_sides() -> tuple[str, str]:
    """A migration branch's base and its head; on other branches the last commit and the working tree."""
    history = git_output(
        os.curdir,
        "log",
        f"--max-count={MAX_HISTORY}",
        "--first-parent",
        f"--format=%H %(trailers:key={MIGRATION_TRAILER},valueonly,separator=%x2C)",
    )
    if not history:
        raise Refused("There is no git history here: say what to compare, flask-modernize verify BEFORE AFTER.")
    commits = [line.split(maxsplit=1) for line in history.decode("utf-8", "replace").splitlines()]
    base = next((words[0] for words in commits if len(words) == 1), None)
    if base is None or base == commits[0][0]:
        return "HEAD", os.curdir
    return base, "HEAD"


def interpreter(name: str, root: str = os.curdir) -> str:
    """The program that is meant; by default that of the active virtual environment, else that of the one in the
    project's directory, else the one that runs this."""
    if not name:
        places = [os.environ.get("VIRTUAL_ENV", ""), os.path.join(root, ".venv"), os.path.join(root, "venv")]
        programs = [os.path.join(place, *way) for place in places if place for way in _PROGRAMS]
        return next((os.path.abspath(each) for each in programs if os.path.exists(each)), sys.executable)
    found = shutil.which(os.path.expanduser(name))
    if found is None:
        raise Refused(f"There is no interpreter {name!r}.")
    return os.path.abspath(found)


def variables(words: Sequence[str]) -> dict[str, str]:
    """NAME=VALUE words as variables. Raises Refused."""
    found = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not equals or not name:
            raise Refused(f"--env {word}: write NAME=VALUE.")
        found[name] = value
    return found
