import os
import sqlite3

from flask import Flask, current_app, g


def create_app():
    app = Flask(__name__)
    app.config.update(DATABASE=os.path.join(app.root_path, 'flaskr.db'))
    app.teardown_appcontext(close_db)
    app.add_url_rule('/', view_func=show_entries)
    return app


def connect_db():
    """Connects to the specific database."""
    rv = sqlite3.connect(current_app.config['DATABASE'])
    rv.row_factory = sqlite3.Row
    return rv


def init_db():
    """Initializes the database."""
    with create_app().app_context():
        db = get_db()
        with current_app.open_resource('schema.sql', mode='r') as f:
            db.cursor().executescript(f.read())
        db.commit()


def get_db():
    if not hasattr(g, 'sqlite_db'):
        g.sqlite_db = connect_db()
    return g.sqlite_db


def close_db(error):
    if hasattr(g, 'sqlite_db'):
        g.sqlite_db.close()


def show_entries():
    try:
        entries = get_db().execute('select title from entries').fetchall()
    except sqlite3.OperationalError:
        return 'no tables'
    return str(len(entries))


def __getattr__(name):
    """Makes `app` when it is first asked for: for what still imports it from here."""
    if name == 'app':
        globals()['app'] = create_app()
        return globals()[name]
    raise AttributeError(f'module {__name__!r} has no attribute {name!r}')


if __name__ == '__main__':
    create_app().run()
