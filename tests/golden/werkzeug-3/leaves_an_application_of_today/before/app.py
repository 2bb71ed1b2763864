from urllib.parse import urlsplit

from cachelib import SimpleCache
from flask import Flask, redirect, request
from flask_sqlalchemy import SQLAlchemy
from markupsafe import escape
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import BaseConverter
from werkzeug.security import check_password_hash, generate_password_hash
from werkzeug.utils import secure_filename

app = Flask(__name__)
app.wsgi_app = ProxyFix(app.wsgi_app)
cache = SimpleCache()
db = SQLAlchemy()


class Year(BaseConverter):
    regex = r"\d{4}"


class User(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(db.String(64))
    password_hash = db.Column(db.String(255))

    def set_password(self, password):
        self.password_hash = generate_password_hash(password)

    def has_password(self, password):
        return check_password_hash(self.password_hash, password)


@app.route("/")
def index():
    return escape(request.user_agent.string)


@app.route("/to")
def leave():
    target = request.args.get("target", "")
    return redirect(target if urlsplit(target).netloc == "" else "/" + secure_filename(target))
