from flask_script import Manager, prompt_pass

manager = Manager(usage="Manage users")


@manager.option("email", help="whom to add")
@manager.option("--admin", dest="is_admin", action="store_true", default=False, help="as administrator")
@manager.option("-p", "--password")
def create(email, is_admin=False, password=None):
    password = password or prompt_pass("Password")
    print("Created %s" % email)


@manager.command
def list():
    """List all users."""
    print("none")
