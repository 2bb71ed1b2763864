from flask import g

from notes import app


def get_db():
    if "db" not in g:
        g.db = {"open": True}
    return g.db


@app.teardown_appcontext
def close_db(error=None):
    g.pop("db", None)


@app.shell_context_processor
def shell():
    return {"get_db": get_db}
