import click
from app import app


@app.cli.group()
def translate():
    """Translation commands."""
    pass


@translate.command()
@click.argument('lang')
def init(lang):
    """Initialize a new language."""
    click.echo(lang)
