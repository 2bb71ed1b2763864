"""The commands and their options."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import Any, NoReturn, TypeVar

import click

from flask_modernize import __version__
from flask_modernize.cli.exits import INTERRUPTED
from flask_modernize.cli.trust import trust_option

EPILOG = """\b
Examples:
  flask-modernize --dry-run .            show the diff and what is left alone
  flask-modernize .                      make the changes
  flask-modernize --check src            for CI: exit code 1 if there is something to do
  flask-modernize --only select-queries --format patch . > queries.patch
  flask-modernize branch --test pytest   a commit for each migration on a branch, each checked
  flask-modernize verify HEAD~1 HEAD     compare what the app does before and after
  flask-modernize explain select-queries

\b
Exit codes:
  0  nothing to do, or done (with --dry-run also: changes shown)
  1  changes are pending (with --check), or something could not be done (unresolved, failed)
  2  wrong usage or configuration, or uncommitted changes
  3  internal error; a file that reproduces it is written and named

A comment "# flask-modernize: ignore[ID]" keeps a statement as it is. A directory that is named
like a command is written ./list.
"""


class Program(click.Group):
    """A command with options and paths, which also has subcommands: the first word that is not an option decides."""

    # Groups do not take options after words; this one is first of all a command.
    allow_interspersed_args = True

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        position = self._command_position(args)
        if position is None:
            return click.Command.parse_args(self, ctx, args)
        ctx.obj = (args[position], [*args[:position], *args[position + 1 :]])
        return []

    def invoke(self, ctx: click.Context) -> Any:
        if ctx.obj is None:
            return click.Command.invoke(self, ctx)
        name, args = ctx.obj
        command = self.commands[name]
        with command.make_context(f"{ctx.info_name} {name}", args) as own:
            return command.invoke(own)

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        return click.Command.collect_usage_pieces(self, ctx)

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        """As click does it, but for what an interrupt says."""
        if not standalone_mode:
            return super().main(args, prog_name, complete_var, standalone_mode=False, **extra)
        try:
            code = super().main(args, prog_name, complete_var, standalone_mode=False, **extra)
        except click.ClickException as error:
            error.show()
            sys.exit(error.exit_code)
        except click.Abort:
            click.echo("Interrupted; nothing was written.", err=True)
            sys.exit(INTERRUPTED)
        sys.exit(code if isinstance(code, int) else 0)

    def _command_position(self, args: Sequence[str]) -> int | None:
        """Where the name of a subcommand stands, if the first word that is not an option is one."""
        takes_value = {
            name
            for parameter in self.params
            if isinstance(parameter, click.Option) and not parameter.is_flag and not parameter.count
            for name in parameter.opts
        }
        position = 0
        while position < len(args):
            word = args[position]
            if word == "--" or word in ("--help", "--version"):
                return None
            if not word.startswith("-") or word == "-":
                return position if word in self.commands else None
            position += 2 if word in takes_value else 1
        return None


Function = TypeVar("Function", bound=Callable[..., Any])


def setting_options(function: Function) -> Function:
    """The options that override settings."""
    for option in reversed(
        [
            click.option("--only", multiple=True, metavar="ID", help="Run this migration and no other. Repeatable."),
            click.option("--skip", multiple=True, metavar="ID", help="Do not run this migration. Repeatable."),
            click.option(
                "--option",
                "options",
                multiple=True,
                metavar="ID.NAME=VALUE",
                help="Set an option of a migration; see: flask-modernize explain ID. Repeatable.",
            ),
            click.option(
                "-j",
                "--jobs",
                type=click.IntRange(min=1),
                metavar="N",
                help="Number of processes.  [default: one for each processor]",
            ),
            click.option("--no-cache", is_flag=True, help="Neither use nor keep results of earlier runs."),
            trust_option,
        ]
    ):
        function = option(function)
    return function


color_option = click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    help="auto: on a terminal, unless NO_COLOR is set.",
)

help_settings = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


@click.command(
    cls=Program,
    invoke_without_command=True,
    no_args_is_help=False,
    epilog=EPILOG,
    context_settings=help_settings,
    subcommand_metavar="",
)
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option("--dry-run", is_flag=True, help="Show what would change, and write nothing.")
@click.option("--check", is_flag=True, help="Write nothing; exit code 1 if there is something to do.")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json", "patch"]),
    default="text",
    help="json: for programs (docs/json-schema.md). patch: nothing but a patch for git apply.  [default: text]",
)
@click.option("--allow-dirty", is_flag=True, help="Write even if there are uncommitted changes.")
@setting_options
@click.option("--stats", is_flag=True, help="Print where the time went, on standard error.")
@color_option
@click.version_option(__version__, prog_name="flask-modernize", message="%(prog)s %(version)s")
def program(paths: tuple[str, ...], **options: Any) -> int:
    """Rewrite legacy Flask code in PATH (default: the current directory) to today's Flask and SQLAlchemy.

    Runs the installed migrations one after the other. What cannot be shown to be safe is left alone and reported. Only
    the given paths are edited, but the whole project is read. The code is neither imported nor run.
    """
    check_paths(paths)
    from flask_modernize.cli.session import Request, execute

    return execute(Request(paths=paths, **options))


@program.command("list", context_settings=help_settings)
@click.argument("path", default=".", metavar="[PATH]")
@trust_option
@click.option("--why", is_flag=True, help="Say which migrations of libraries are active here, and why.")
@click.option(
    "--format", "format_", type=click.Choice(["text", "json"]), default="text", help="json: for programs, with --why."
)
def list_(path: str, why: bool, format_: str) -> int:
    """List the migrations in the order in which they run."""
    check_paths((path,))
    from flask_modernize.cli.session import list_migrations, say_why

    return say_why(path, format_) if why or format_ == "json" else list_migrations(path)


@program.command(context_settings=help_settings)
@click.argument("id_", metavar="ID")
@trust_option
@color_option
def explain(id_: str, color: str) -> int:
    """Say what a migration does and why, what it leaves alone, and which options it has."""
    from flask_modernize.cli.session import explain_migration

    return explain_migration(id_, color)


@program.command(context_settings=help_settings)
@click.argument("id_", metavar="ID")
@click.argument("path", default=".", metavar="[PATH]")
@click.option(
    "--kind",
    type=click.Choice(["native", "toml", "libcst", "bowler"]),
    default="native",
    show_default=True,
    help="native: Python with the project model. toml: rules, no code.",
)
@click.option("--package", default="", metavar="DIR", help="Write a package with a native one, for many projects.")
def new(id_: str, path: str, kind: str, package: str) -> int:
    """Write a codemod of your own to start from, with tests: into the project's codemods folder, or as a package."""
    check_paths((path,))
    from flask_modernize.cli.new_command import new_codemod

    if package and kind != "native":
        raise click.UsageError("--package is for --kind native.", click.get_current_context(silent=True))
    return new_codemod(id_, path, kind, package)


@program.command(context_settings=help_settings)
@click.argument("path", default=".", metavar="[PATH]")
@setting_options
def config(path: str, **options: Any) -> int:
    """Show the settings in force and where each comes from."""
    check_paths((path,))
    from flask_modernize.cli.session import show_settings

    return show_settings(path, **options)


def gate_options(function: Function) -> Function:
    """The options that say what a migration's result must pass before it is committed."""
    for option in reversed(
        [
            click.option(
                "--verify/--no-verify",
                default=True,
                help="Run the app before and after, and compare what it does.  [default: verify]",
            ),
            click.option("--python", default="", metavar="PY", help="The interpreter that the app runs in."),
            click.option("--app", default="", metavar="MODULE:NAME", help="The app or its factory, if not found."),
            click.option(
                "--env",
                "environment",
                multiple=True,
                metavar="NAME=VALUE",
                help="A variable for the app and its tests. Repeatable.",
            ),
            click.option(
                "--copy-ignored",
                multiple=True,
                metavar="PATTERN",
                help="Files that git ignores (.env, instance/) and that the app and its tests need. Repeatable.",
            ),
            click.option("--test", default="", metavar="CMD", help="A command whose tests must pass as before."),
            click.option(
                "--on-difference",
                type=click.Choice(["stop", "isolate"]),
                default="stop",
                help="isolate: find the edits that cause a difference, leave them out, and keep the others.",
            ),
            trust_option,
        ]
    ):
        function = option(function)
    return function


report_option = click.option(
    "--format", "format_", type=click.Choice(["text", "json"]), default="text", help="json: for programs."
)


@program.command(context_settings=help_settings)
@click.argument("path", default=".", metavar="[PATH]")
@click.option("--onto", default="", metavar="REV", help="Where the branch starts.  [default: HEAD]")
@click.option("--name", default="", metavar="NAME", help="Its name.  [default: flask-modernize/<date or migration>]")
@click.option("--only", multiple=True, metavar="ID", help="Run this migration and no other. Repeatable.")
@click.option("--skip", multiple=True, metavar="ID", help="Do not run this migration. Repeatable.")
@click.option("--option", "options", multiple=True, metavar="ID.NAME=VALUE", help="Set an option of a migration.")
@gate_options
@click.option("--keep-going", is_flag=True, help="After a migration that does not pass, try those that do not need it.")
@click.option(
    "--batch", default="", metavar="HOW", help="Split each migration: by-package, by-owner, or a number of files."
)
@click.option("--reformat", is_flag=True, help="Run the project's own formatter over the touched files.")
@click.option("--untrusted", is_flag=True, help="Run nothing that the repository brings: no checks, hooks or filters.")
@report_option
def branch(path: str, **words: Any) -> int:
    """Run the ladder on a new branch, a commit for each migration, and check each before it is committed.

    The work is done in a git worktree: your checkout, index and stash are not touched, and may have uncommitted
    changes. A migration whose result does not pass is not committed; its changes are kept as a patch.

    \b
    Exit codes:
      0  everything that had something to do is on the branch
      1  something did not pass
      2  nothing could be done: wrong usage, no git, no commits yet, another run
    """
    check_paths((path,))
    from flask_modernize.cli.branch_commands import BranchWords, make_branch

    return make_branch(BranchWords(path, **words))


@program.command("next", context_settings=help_settings)
@click.argument("path", default=".", metavar="[PATH]")
@click.option("--branch", "name", default="", metavar="NAME", help="The branch.  [default: the current one]")
@gate_options
@report_option
def next_(path: str, **words: Any) -> int:
    """Commit the next migration of the ladder on the current branch."""
    check_paths((path,))
    from flask_modernize.cli.branch_commands import BranchWords, next_migration

    return next_migration(BranchWords(path, **words))


@program.command(context_settings=help_settings)
@click.argument("path", default=".", metavar="[PATH]")
@click.option("--branch", default="", metavar="NAME", help="The branch.  [default: the current one]")
@trust_option
@report_option
def status(path: str, branch: str, format_: str) -> int:
    """Say which migrations are on the branch, and which are still to be done."""
    check_paths((path,))
    from flask_modernize.cli.branch_commands import show_status

    return show_status(path, branch, format_)


@program.command(context_settings=help_settings)
@click.argument("id_", metavar="ID")
@click.argument("path", default=".", metavar="[PATH]")
@click.option("--branch", "name", default="", metavar="NAME", help="The branch.  [default: the current one]")
@click.option("--revert", is_flag=True, help="Add a commit that takes it back, and leave the history as it is.")
@gate_options
@report_option
def undo(id_: str, path: str, revert: bool, **words: Any) -> int:
    """Take a migration off the branch, and run the later ones again without it."""
    check_paths((path,))
    from flask_modernize.cli.branch_commands import BranchWords, undo_migration

    return undo_migration(BranchWords(path, **words), id_, revert)


@program.command(context_settings=help_settings)
@click.argument("path", default=".", metavar="[PATH]")
@trust_option
@report_option
def resume(path: str, format_: str) -> int:
    """Go on with a run that was interrupted."""
    check_paths((path,))
    from flask_modernize.cli.branch_commands import resume_run

    return resume_run(path, format_)


@program.command(context_settings=help_settings)
@click.argument("before", default="", metavar="[BEFORE]")
@click.argument("after", default="", metavar="[AFTER]")
@click.option("--python", default="", metavar="PY", help="The interpreter that has the app's packages.")
@click.option("--before-python", default="", metavar="PY", help="Another one for BEFORE.")
@click.option("--app", default="", metavar="MODULE:NAME", help="The app or its factory, if it is not found by itself.")
@click.option("--requests", default="", metavar="FILE", help="Requests to send first: JSON, or HAR from a browser.")
@click.option("--test", default="", metavar="CMD", help="The project's tests, before and after.")
@click.option("--env", "environment", multiple=True, metavar="NAME=VALUE", help="A variable for the app. Repeatable.")
@click.option("--copy-ignored", multiple=True, metavar="PATTERN", help="Files that git ignores and the app needs.")
@click.option(
    "--database-url",
    default="",
    metavar="URL",
    help="A PostgreSQL server to make new databases on, for apps that SQLite cannot stand in for.",
)
@click.option("--seconds", default=60.0, show_default=True, help="How long one run of the app may take.")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    help="json: for programs. markdown: for a pull request.",
)
def verify(**words: Any) -> int:
    """Run the app before and after, and compare what it does.

    BEFORE and AFTER are revisions, branches or directories. By default the base of a migration branch is compared with
    its head; elsewhere the last commit with the working tree.

    Each side runs in a process and a copy of its own, without network, with a fresh SQLite database. Compared are
    routes, hooks, error handlers, template filters, commands, settings, extensions and tables, and what requests to
    every route give: status, headers, cookies, body, SQL, rows, templates, messages, mails and logs.

    \b
    Exit codes:
      0  equal, or intended differences only
      1  different
      4  one of the sides could not be run
    """
    from flask_modernize.cli.verify_command import VerifyWords
    from flask_modernize.cli.verify_command import verify as run

    return run(VerifyWords(**words))


def check_paths(paths: Sequence[str]) -> None:
    """Raises a usage error for the first path that is not there or cannot be read."""
    import os

    for path in paths:
        if not os.path.lexists(path):
            _reject(path, f"There is no file or directory {path!r}.{_command_meant(path)}")
        if not os.access(path, os.R_OK):
            _reject(path, f"{path!r} cannot be read.")


def _reject(path: str, message: str) -> NoReturn:
    raise click.UsageError(message, click.get_current_context(silent=True))


def _command_meant(word: str) -> str:
    from flask_modernize.planning.suggestions import nearest

    command = nearest(word, program.commands) if word.isalpha() else None
    return f" Did you mean the command {command!r}?" if command else ""
