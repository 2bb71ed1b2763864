import click
from click import BaseCommand
from flask import Flask
from flask.cli import FlaskGroup


def create_app():
    return Flask("shop")


@click.group(cls=FlaskGroup, create_app=create_app)
def cli():
    """Everything about the shop."""


@cli.resultcallback()
def done(result, **kwargs):
    click.echo("-" * click.get_terminal_size()[0])


@cli.command(help="Empties the tables.")
def drop_tables_command():
    click.get_text_stream("stdout").write("gone\n")


@cli.command(name="count")
def count_command():
    click.echo(isinstance(cli, BaseCommand))
