import shutil
import sys

import click
from flask import Flask
from flask.cli import FlaskGroup


def create_app():
    return Flask("shop")


@click.group(cls=FlaskGroup, create_app=create_app)
def cli():
    """Everything about the shop."""


@cli.result_callback()
def done(result, **kwargs):
    click.echo("-" * shutil.get_terminal_size()[0])


@cli.command("drop-tables-command", help="Empties the tables.")
def drop_tables_command():
    sys.stdout.write("gone\n")


@cli.command(name="count")
def count_command():
    click.echo(isinstance(cli, click.Command))
