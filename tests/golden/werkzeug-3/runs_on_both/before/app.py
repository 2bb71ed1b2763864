from flask import Flask, request
from flask_sqlalchemy import SQLAlchemy
from werkzeug.security import check_password_hash, generate_password_hash
from werkzeug.utils import escape

app = Flask(__name__)
app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite://"
db = SQLAlchemy(app)


class User(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    password_hash = db.Column(db.String(120))

    def set_password(self, password):
        self.password_hash = generate_password_hash(password)


@app.route("/")
def index():
    user = User()
    user.set_password("cat")
    return str(check_password_hash(user.password_hash, "cat"))


@app.route("/hello")
def hello():
    return f"<p>{escape(request.args.get('name', 'you & me'))}</p>"
