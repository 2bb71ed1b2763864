from flask import render_template

from private import site as app


@app.route("/users")
def users():
    return render_template("users.html")
