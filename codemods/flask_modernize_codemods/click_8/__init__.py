"""Click's removed and renamed API, as Click 8 has it.

What it does
    Rewrites what Click removed, renamed or deprecated between 6 and 8: ``resultcallback``, ``MultiCommand``,
    ``get_terminal_size``, ``mix_stderr``, ``autocompletion``. Commands keep the names by which cron jobs and Makefiles
    call them: Click 8.2 drops ``_command`` and the like from the end of a function's name, and Click 7 writes ``-``
    for ``_``.

Why
    Flask 3 needs Click 8. Most of it is an error when the line is reached; a command that is called otherwise is only
    found when a job does not run.

Example before
        import click


        @click.command()
        def import_stock_command():
            click.echo(click.get_terminal_size())

Example after
        import shutil

        import click


        @click.command("import-stock-command")
        def import_stock_command():
            click.echo(shutil.get_terminal_size())

Safety
    Names are rewritten through their imports, methods where the object is known to be a group, a command or a test
    runner. Functions for shell completion are only changed where they do not use the argument that is gone.

References
    https://click.palletsprojects.com/en/stable/changes/
"""

from __future__ import annotations

from flask_modernize.rules.library_migration import library_migration

MIGRATION = library_migration(
    id="click-8",
    order=13,
    summary="Click's removed API becomes that of Click 8; commands keep their names",
    documentation=__doc__ or "",
    tables="flask_modernize_codemods.click_8.table",
    guide="Technology Stack",
    library="click",
)
