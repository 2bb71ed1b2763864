import sqlite3

from click import command
from flask import (Flask, current_app, g, redirect, render_template_string, request,
                   url_for)
from flask.cli import with_appcontext

SCHEMA = """
create table if not exists entries (
  title text not null,
  text text not null
);
"""


def create_app():
    # create our little application :)
    app = Flask(__name__)

    # Load default config and override config from an environment variable
    app.config.update(dict(
        DATABASE=':memory:',
        SECRET_KEY='development key',
    ))
    app.config.from_envvar('FLASKR_SETTINGS', silent=True)
    app.cli.add_command(initdb_command)
    app.teardown_appcontext(close_db)
    register_routes(app)
    return app


def register_routes(app):
    app.add_url_rule('/', view_func=show_entries)
    app.add_url_rule('/add', view_func=add_entry, methods=['POST'])


def connect_db():
    """Connects to the specific database."""
    rv = sqlite3.connect(current_app.config['DATABASE'])
    rv.row_factory = sqlite3.Row
    return rv


def get_db():
    if not hasattr(g, 'sqlite_db'):
        g.sqlite_db = connect_db()
        g.sqlite_db.executescript(SCHEMA)
    return g.sqlite_db


def init_db():
    """Initializes the database."""
    get_db().commit()
    current_app.logger.debug('initialized')


@command('initdb')
@with_appcontext
def initdb_command():
    """Creates the database tables."""
    init_db()
    print('Initialized the database.')


def close_db(error):
    """Closes the database again at the end of the request."""
    if hasattr(g, 'sqlite_db'):
        g.sqlite_db.close()


def show_entries():
    cur = get_db().execute('select title, text from entries')
    return render_template_string('{% for e in entries %}{{ e.title }}{% endfor %}', entries=cur.fetchall())


def add_entry():
    get_db().execute('insert into entries (title, text) values (?, ?)',
                     [request.form['title'], request.form['text']])
    return redirect(url_for('show_entries'))


def __getattr__(name):
    """Makes `app` when it is first asked for: for what still imports it from here."""
    if name == 'app':
        globals()['app'] = create_app()
        return globals()[name]
    raise AttributeError(f'module {__name__!r} has no attribute {name!r}')
