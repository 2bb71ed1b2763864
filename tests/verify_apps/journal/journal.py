"""A journal in the style of the Flask tutorial of old: sqlite3, a session key, one file."""

import sqlite3

from flask import Flask, abort, flash, g, redirect, render_template, request, session, url_for

app = Flask(__name__)
app.config.update(DATABASE="/tmp/journal.db", SECRET_KEY="a key", USERNAME="admin", PASSWORD="default", DEBUG=False)
app.config.from_envvar("JOURNAL_SETTINGS", silent=True)


def get_db():
    if not hasattr(g, "sqlite_db"):
        g.sqlite_db = sqlite3.connect(app.config["DATABASE"])
        g.sqlite_db.row_factory = sqlite3.Row
    return g.sqlite_db


@app.cli.command("initdb")
def initdb():
    """Creates the tables."""
    db = get_db()
    db.executescript(
        """
        create table entries (id integer primary key autoincrement, title text not null, text text not null, likes int);
        insert into entries (title, text, likes) values ('beta', 'second <b>entry</b>', 2);
        insert into entries (title, text, likes) values ('alpha', 'first entry', 5);
        insert into entries (title, text, likes) values ('gamma', 'third entry', 1);
        """
    )
    db.commit()


@app.teardown_appcontext
def close_db(error):
    if hasattr(g, "sqlite_db"):
        g.sqlite_db.close()


@app.context_processor
def site():
    return {"site_name": "Journal"}


@app.route("/")
def show_entries():
    entries = get_db().execute("select title, text, likes from entries order by id desc").fetchall()
    return render_template("show_entries.html", entries=entries)


@app.route("/popular")
def popular():
    entries = get_db().execute("select title, text, likes from entries where likes > 1 order by likes").fetchall()
    return render_template("show_entries.html", entries=entries)


@app.route("/add", methods=["POST"])
def add_entry():
    if not session.get("logged_in"):
        abort(401)
    db = get_db()
    values = [request.form["title"], request.form["text"], 0]
    db.execute("insert into entries (title, text, likes) values (?, ?, ?)", values)
    db.commit()
    flash("New entry was successfully posted")
    return redirect(url_for("show_entries"))


@app.route("/entry/<int:entry_id>/like", methods=["POST"])
def like(entry_id):
    db = get_db()
    db.execute("update entries set likes = likes + 1 where id = ?", [entry_id])
    db.commit()
    return "", 204


@app.route("/login", methods=["GET", "POST"])
def login():
    error = None
    if request.method == "POST":
        if request.form["username"] != app.config["USERNAME"]:
            error = "Invalid username"
        elif request.form["password"] != app.config["PASSWORD"]:
            error = "Invalid password"
        else:
            session["logged_in"] = True
            return redirect(url_for("show_entries"))
    return render_template("login.html", error=error)


@app.route("/logout")
def logout():
    session.pop("logged_in", None)
    flash("You were logged out")
    return redirect(url_for("show_entries"))
