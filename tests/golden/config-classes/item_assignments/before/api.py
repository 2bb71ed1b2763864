#!/usr/bin/env python
import os

from flask import Flask, jsonify
from flask_sqlalchemy import SQLAlchemy

# initialization
app = Flask(__name__)
app.config['SECRET_KEY'] = 'the quick brown fox jumps over the lazy dog'
app.config['SQLALCHEMY_DATABASE_URI'] = 'sqlite:///db.sqlite'
app.config['SQLALCHEMY_TRACK_MODIFICATIONS'] = False
app.config['MAX_CONTENT_LENGTH'] = 16 * 1024 * 1024
app.config['RATE'] = 0.5
app.config['SQLALCHEMY_ECHO'] = False
app.config['SENTRY'] = None
app.config['ADMINS'] = ['you@example.com']

# extensions
db = SQLAlchemy(app)


class User(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(db.String(32))


@app.route('/')
def index():
    return jsonify(rate=app.config['RATE'], admins=app.config['ADMINS'], debug=app.debug)


if __name__ == '__main__':
    if not os.path.exists('db.sqlite'):
        with app.app_context():
            db.create_all()
    app.run(debug=True)
