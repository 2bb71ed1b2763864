import os
import sqlite3

from flask import Flask, g

app = Flask(__name__)
app.config.update(DATABASE=os.path.join(app.root_path, 'flaskr.db'))


def connect_db():
    """Connects to the specific database."""
    rv = sqlite3.connect(app.config['DATABASE'])
    rv.row_factory = sqlite3.Row
    return rv


def init_db():
    """Initializes the database."""
    with app.app_context():
        db = get_db()
        with app.open_resource('schema.sql', mode='r') as f:
            db.cursor().executescript(f.read())
        db.commit()


def get_db():
    if not hasattr(g, 'sqlite_db'):
        g.sqlite_db = connect_db()
    return g.sqlite_db


@app.teardown_appcontext
def close_db(error):
    if hasattr(g, 'sqlite_db'):
        g.sqlite_db.close()


@app.route('/')
def show_entries():
    try:
        entries = get_db().execute('select title from entries').fetchall()
    except sqlite3.OperationalError:
        return 'no tables'
    return str(len(entries))


if __name__ == '__main__':
    app.run()
