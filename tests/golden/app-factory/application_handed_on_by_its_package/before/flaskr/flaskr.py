import sqlite3

from flask import Flask, g, redirect, render_template_string, request, url_for

# create our little application :)
app = Flask(__name__)

# Load default config and override config from an environment variable
app.config.update(dict(
    DATABASE=':memory:',
    SECRET_KEY='development key',
))
app.config.from_envvar('FLASKR_SETTINGS', silent=True)

SCHEMA = """
create table if not exists entries (
  title text not null,
  text text not null
);
"""


def connect_db():
    """Connects to the specific database."""
    rv = sqlite3.connect(app.config['DATABASE'])
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
    app.logger.debug('initialized')


@app.cli.command('initdb')
def initdb_command():
    """Creates the database tables."""
    init_db()
    print('Initialized the database.')


@app.teardown_appcontext
def close_db(error):
    """Closes the database again at the end of the request."""
    if hasattr(g, 'sqlite_db'):
        g.sqlite_db.close()


@app.route('/')
def show_entries():
    cur = get_db().execute('select title, text from entries')
    return render_template_string('{% for e in entries %}{{ e.title }}{% endfor %}', entries=cur.fetchall())


@app.route('/add', methods=['POST'])
def add_entry():
    get_db().execute('insert into entries (title, text) values (?, ?)',
                     [request.form['title'], request.form['text']])
    return redirect(url_for('show_entries'))
