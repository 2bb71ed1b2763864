"""How commands end: exit codes, refusals, and crashes that leave a file that reproduces them."""

from __future__ import annotations

import contextlib
import os
import shlex
import sys
from collections.abc import Callable

import click

DONE, PENDING, WRONG_USAGE, INTERNAL_ERROR, INTERRUPTED = 0, 1, 2, 3, 130
NOTHING_WRITTEN = "Nothing was written."


class Refused(Exception):
    """The command cannot be done as it was given; exit code 2."""


def guarded(command: Callable[[], int]) -> int:
    """Runs a command; every exception becomes a message and an exit code."""
    from flask_modernize.planning.configuration import ConfigurationError
    from flask_modernize.planning.registry import RegistryError, UnknownMigration

    try:
        return command()
    except (Refused, ConfigurationError, RegistryError, UnknownMigration) as error:
        click.echo(f"Error: {error.args[0]}", err=True)
        return WRONG_USAGE
    except (BrokenPipeError, click.ClickException, click.exceptions.Exit, click.Abort):
        raise
    except Exception as error:
        return crashed(error, NOTHING_WRITTEN)


def crashed(error: Exception, state: str) -> int:
    """Tells of an error that nobody expected; ``state`` says what was written. The exit code."""
    from flask_modernize.planning.crashes import place_of, write_reproducer

    about = [("command", shlex.join(sys.argv)), ("directory", os.getcwd())]
    reproducer = write_reproducer(error, about)
    click.echo(f"Internal error: {place_of(error)}", err=True)
    click.echo(f"{state} This is a fault of flask-modernize.", err=True)
    with contextlib.suppress(OSError):
        if reproducer:
            click.echo(f"Please report it, with this file: {reproducer}", err=True)
    return INTERNAL_ERROR
