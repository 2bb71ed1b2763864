"""Celery 3 and 4 to Celery 5: settings, imports of tasks, command lines.

What it does
    Gives settings their lower-case names, imports ``shared_task`` and ``Task`` from where they are, and puts ``-A`` in
    front of the subcommand in scripts, Procfiles and compose files.

Why
    ``celery.task`` is gone, ``celery worker -A app`` is an error, and old names of settings go with Celery 6.

Example before
        from celery.task import task


        @task
        def add(left, right):
            return left + right

Example after
        from celery import shared_task


        @shared_task
        def add(left, right):
            return left + right

Safety
    Settings are only renamed together, because Celery does not start with old and new names side by side.

References
    https://docs.celeryq.dev/en/stable/history/whatsnew-5.0.html
"""

from __future__ import annotations

from flask_modernize.rules.library_migration import library_migration

MIGRATION = library_migration(
    id="celery-5",
    order=28,
    summary="Celery's old settings, task decorators and command lines become those of Celery 5",
    documentation=__doc__ or "",
    tables="flask_modernize_codemods.celery_5.table",
    guide="Technology Stack",
    library="celery",
)
