from flask import Flask, session
from flask_login import LoginManager, current_user

app = Flask(__name__)
login_manager = LoginManager(app)


@app.route("/become/<int:id>")
def become(id):
    session["user_id"] = id
    return str(session["user_id"])


@app.route("/")
def index():
    return "yes" if current_user.is_authenticated else session.get("user_id", "no")
