from time import time

import jwt
from flask import Flask, jsonify

app = Flask(__name__)
app.config['SECRET_KEY'] = 'a secret that is long enough for HS256'


def make_token(user, expires_in=600):
    return jwt.encode(
        {'user': user, 'exp': time() + expires_in},
        app.config['SECRET_KEY'], algorithm='HS256')


def read_token(token):
    try:
        return jwt.decode(token, app.config['SECRET_KEY'], algorithms=['HS256'])['user']
    except jwt.InvalidTokenError:
        return None


def peek(token):
    return jwt.decode(token, options={'verify_signature': False})


@app.route('/')
def index():
    token = make_token(7)
    return jsonify(user=read_token(token), all=sorted(peek(token)))
