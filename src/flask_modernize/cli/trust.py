"""The option that lets code of the repository run, and whether it was given."""

from __future__ import annotations

import click

_TRUSTED = "flask_modernize.trusted"
"""Under this name a command's context says whether code of the repository may run."""


def _remember(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    ctx.meta[_TRUSTED] = value


trust_option = click.option(
    "--trust-repository-codemods",
    is_flag=True,
    envvar="FLASK_MODERNIZE_TRUST_REPOSITORY_CODEMODS",
    expose_value=False,
    callback=_remember,
    help="Run codemods that are code of the project itself.",
)


def trusts_repository() -> bool:
    """Whether the command was told to run code of the repository."""
    context = click.get_current_context(silent=True)
    return context is not None and bool(context.meta.get(_TRUSTED))
