import os
import sqlite3

import click
from flask import Blueprint, Flask, abort, flash, g, redirect, render_template, request, session, url_for

bp = Blueprint("main", __name__, cli_group=None)

app = Flask(__name__)
app.config.update(
    DATABASE=os.path.join(app.root_path, "flaskr.db"),
    SECRET_KEY="development key",
    USERNAME="admin",
    PASSWORD="default",
)


def get_db():
    """Opens a new database connection if there is none yet for the current application context."""
    if not hasattr(g, "sqlite_db"):
        g.sqlite_db = sqlite3.connect(app.config["DATABASE"])
        g.sqlite_db.execute("create table if not exists entries (title text, body text)")
    return g.sqlite_db


@bp.cli.command("initdb")
@click.option("--force", is_flag=True)
def initdb_command(force):
    """Creates the database tables."""
    get_db()
    print("Initialized the database.")


@app.teardown_appcontext
def close_db(error):
    if hasattr(g, "sqlite_db"):
        g.sqlite_db.close()


@bp.app_template_filter()
def shout(text):
    return text.upper()


@bp.route("/")
def show_entries():
    entries = get_db().execute("select title, body from entries order by rowid desc").fetchall()
    return render_template("show_entries.html", entries=entries)


@bp.route("/add", methods=["POST"])
def add_entry():
    if not session.get("logged_in"):
        abort(401)
    get_db().execute("insert into entries values (?, ?)", [request.form["title"], request.form["body"]])
    get_db().commit()
    flash("New entry was successfully posted")
    return redirect(url_for("main.show_entries"))


@bp.route("/login", methods=["GET", "POST"])  # the form posts to itself
def login():
    error = None
    if request.method == "POST":
        if request.form["username"] != app.config["USERNAME"]:
            error = "Invalid username"
        else:
            session["logged_in"] = True
            return redirect(url_for("main.show_entries"))
    return render_template("login.html", error=error)


@bp.route("/logout")
def logout():
    session.pop("logged_in", None)
    return redirect(url_for("main.show_entries"))


@bp.app_errorhandler(404)
def missing(error):
    return "Nothing here", 404


app.register_blueprint(bp)


if __name__ == "__main__":
    app.run()
