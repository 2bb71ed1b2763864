import click
from flask.cli import AppGroup

manager = AppGroup(help="Manage users")


@manager.command()
@click.argument("email")  # whom to add
@click.option("--admin", "is_admin", is_flag=True, help="as administrator")
@click.option("-p", "--password")
def create(email, is_admin=False, password=None):
    password = password or click.prompt("Password", hide_input=True)
    print("Created %s" % email)


@manager.command()
def list():
    """List all users."""
    print("none")
