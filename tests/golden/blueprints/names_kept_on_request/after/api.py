#!/usr/bin/env python
from flask import Flask, abort, jsonify, url_for
from flask_httpauth import HTTPBasicAuth

app = Flask(__name__)
auth = HTTPBasicAuth()

users = {}


@auth.verify_password
def verify_password(name, password):
    return users.get(name) == password and name


def new_user():
    users["ann"] = "secret"
    return (jsonify({'username': "ann"}), 201,
            {'Location': url_for('get_user', id=1, _external=True)})


def get_user(id):
    if id > 1:
        abort(400)
    return jsonify({'username': "ann"})


@auth.login_required
def get_resource():
    return jsonify({'data': 'Hello, %s!' % auth.current_user()})


def register_routes(app):
    app.add_url_rule('/api/users', view_func=new_user, methods=['POST'])
    app.add_url_rule('/api/users/<int:id>', view_func=get_user)
    app.add_url_rule('/api/resource', view_func=get_resource, methods=['GET'])


register_routes(app)


if __name__ == '__main__':
    app.run(debug=True)
