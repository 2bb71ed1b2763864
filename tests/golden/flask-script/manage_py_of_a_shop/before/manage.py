#!/usr/bin/env python
import os
import sys

from flask_migrate import Migrate, MigrateCommand
from flask_script import Command, Manager, Option, Server, Shell, prompt_bool

from shop import app, db
from shop.users import manager as users_manager

manager = Manager(app)
migrate = Migrate(app, db)


def make_shell_context():
    return dict(app=app, db=db)


class Export(Command):
    "Export all orders."

    option_list = (
        Option("--format", "-f", dest="format", choices=["csv", "json"], default="csv"),
    )

    def run(self, format):
        # One file for each month.
        print("Exported as %s" % format)


@manager.command
def test():
    """Run the tests."""
    return os.system("pytest")


@manager.command
def recreate_db():
    """Drop everything, and begin anew."""
    if prompt_bool("Are you sure?"):
        drop()
        db.create_all()


@manager.command
def drop():
    db.drop_all()


manager.add_command("db", MigrateCommand)
manager.add_command("users", users_manager)
manager.add_command("export", Export())
manager.add_command("shell", Shell(make_context=make_shell_context))
manager.add_command("runserver", Server(host="0.0.0.0", port=5000))

if __name__ == "__main__":
    manager.run()
