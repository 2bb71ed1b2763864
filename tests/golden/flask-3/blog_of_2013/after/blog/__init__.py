# -*- coding: utf-8 -*-
"""A blog."""
import json
from sqlite3 import dbapi2 as sqlite3

from flask import Flask, g, request
from flask_login import LoginManager
from markupsafe import Markup

DATABASE = '/tmp/blog.db'

app = Flask(__name__, static_url_path='/files')
app.config.from_object(__name__)
app.config.from_file('settings.json', load=json.load, silent=True)
app.config["SESSION_COOKIE_NAME"] = 'blog'

login_manager = LoginManager()
login_manager.init_app(app)


def get_db():
    """Opens a new database connection if there is none yet for the
    current application context.
    """
    if not hasattr(g, 'sqlite_db'):
        g.sqlite_db = sqlite3.connect(app.config['DATABASE'])
    return g.sqlite_db


@app.teardown_appcontext
def close_database(exception):
    """Closes the database again at the end of the request."""
    if hasattr(g, 'sqlite_db'):
        g.sqlite_db.close()


def not_found(error):
    if request.headers.get("X-Requested-With", "").lower() == "xmlhttprequest":
        return 'nothing', 404
    return Markup('<h1>Nothing</h1>'), 404


app.register_error_handler(404, not_found)

from blog import views  # noqa
