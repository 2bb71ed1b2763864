#!/usr/bin/env python
import os

from flask import Flask, jsonify
from flask_sqlalchemy import SQLAlchemy

# extensions
db = SQLAlchemy()

# initialization
app = Flask(__name__)
app.config['SQLALCHEMY_DATABASE_URI'] = 'sqlite:///db.sqlite'
db.init_app(app)


class User(db.Model):
    __tablename__ = 'users'
    id = db.Column(db.Integer, primary_key=True)


@app.route('/api/users/<int:id>')
def get_user(id):
    return jsonify({'id': db.get_or_404(User, id).id})


if __name__ == '__main__':
    # the first time only
    if not os.path.exists('db.sqlite'):
        with app.app_context():
            db.create_all()
    app.run(debug=True)
