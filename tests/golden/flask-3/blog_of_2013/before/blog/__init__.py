# -*- coding: utf-8 -*-
"""A blog."""
from sqlite3 import dbapi2 as sqlite3

from flask import Flask, Markup, _app_ctx_stack, request
from flask.ext.login import LoginManager

DATABASE = '/tmp/blog.db'

app = Flask(__name__, static_path='/files')
app.config.from_object(__name__)
app.config.from_json('settings.json', silent=True)
app.session_cookie_name = 'blog'

login_manager = LoginManager()
login_manager.init_app(app)


def get_db():
    """Opens a new database connection if there is none yet for the
    current application context.
    """
    top = _app_ctx_stack.top
    if not hasattr(top, 'sqlite_db'):
        top.sqlite_db = sqlite3.connect(app.config['DATABASE'])
    return top.sqlite_db


@app.teardown_appcontext
def close_database(exception):
    """Closes the database again at the end of the request."""
    top = _app_ctx_stack.top
    if hasattr(top, 'sqlite_db'):
        top.sqlite_db.close()


def not_found(error):
    if request.is_xhr:
        return 'nothing', 404
    return Markup('<h1>Nothing</h1>'), 404


app.error_handlers[404] = not_found

from blog import views  # noqa
