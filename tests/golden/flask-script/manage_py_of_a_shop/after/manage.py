#!/usr/bin/env python
import os
import sys

import click
from flask.cli import FlaskGroup, run_command
from flask_migrate import Migrate

from shop import app, db
from shop.users import manager as users_manager

manager = FlaskGroup(
    create_app=lambda: app,
    context_settings={"default_map": {"runserver": {"host": "0.0.0.0", "port": 5000}}},
)
manager.add_command(run_command, "runserver")
migrate = Migrate(app, db)


def make_shell_context():
    return dict(app=app, db=db)


@manager.command()
@click.option("--format", "-f", default="csv", type=click.Choice(["csv", "json"]))
def export(format):
    "Export all orders."
    # One file for each month.
    print("Exported as %s" % format)


@manager.command()
def test():
    """Run the tests."""
    sys.exit(os.system("pytest") or 0)


@manager.command("recreate_db")
def recreate_db():
    """Drop everything, and begin anew."""
    if click.confirm("Are you sure?"):
        drop()
        db.create_all()


def drop():
    db.drop_all()


manager.command()(drop)


manager.add_command(users_manager, "users")
app.shell_context_processor(make_shell_context)

if __name__ == "__main__":
    manager()
