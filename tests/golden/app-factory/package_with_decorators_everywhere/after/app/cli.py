import click
from flask.cli import AppGroup


@click.group(cls=AppGroup)
def translate():
    """Translation and localization commands."""
    pass


@translate.command()
@click.argument('lang')
def init(lang):
    """Initialize a new language."""
    click.echo(lang)


def register(app):
    app.cli.add_command(translate)
