from flask import redirect, render_template, session, url_for
from flask.ext.login import current_user, login_required, login_user

from blog import app, login_manager
from blog.models import Job, User


@login_manager.user_loader
def load_user(key):
    return User(key)


@app.route("/")
def index():
    if not current_user.is_authenticated():
        return redirect(url_for("login"))
    return render_template("index.html", jobs=[job for job in (Job(), Job()) if job.is_active()])


@app.route("/login/<key>")
def login(key):
    user = load_user(key)
    if user.is_active():
        login_user(user)
    return session.get("user_id", "nobody")
