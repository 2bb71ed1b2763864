import click
from flask import Blueprint, Flask

app = Flask(__name__)
bp = Blueprint('main', __name__, cli_group=None)


@bp.cli.command('name')
def name():
    click.echo(app.name)


@bp.cli.command('where', with_appcontext=False)
def where():
    click.echo(app.root_path)


app.register_blueprint(bp)
