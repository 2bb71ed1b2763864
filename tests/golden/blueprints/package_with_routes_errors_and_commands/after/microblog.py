from app import app, cli
from app.models import USERS

app.register_blueprint(cli.bp)


@app.shell_context_processor
def make_shell_context():
    return {"users": USERS}
