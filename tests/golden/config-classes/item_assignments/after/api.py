#!/usr/bin/env python
import os

from flask import Flask, jsonify
from flask_sqlalchemy import SQLAlchemy

from config import get_config

# initialization
app = Flask(__name__)
app.config.from_object(get_config())

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
