from flask import g


def get_db():
    if "db" not in g:
        g.db = {"open": True}
    return g.db


def close_db(error=None):
    g.pop("db", None)


def shell():
    return {"get_db": get_db}
