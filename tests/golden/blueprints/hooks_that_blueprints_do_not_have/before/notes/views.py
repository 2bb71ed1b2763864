from notes import app
from notes.database import get_db


@app.teardown_request
def note_end(error):
    pass


@app.teardown_appcontext
def note_context(error):
    pass


@app.route("/")
def index():
    return str(get_db())
