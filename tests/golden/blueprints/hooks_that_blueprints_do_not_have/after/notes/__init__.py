from flask import Flask

app = Flask(__name__)

from notes import database, views

app.teardown_appcontext(database.close_db)
app.shell_context_processor(database.shell)
app.register_blueprint(views.bp)
app.teardown_appcontext(views.note_context)
