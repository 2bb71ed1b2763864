import json

from flask import Flask, jsonify
from itsdangerous import URLSafeSerializer

signer = None
CODES = None
COUNTRIES = None
who = None


def create_app():
    global CODES, COUNTRIES, signer, who
    app = Flask(__name__)
    app.secret_key = 'not secret'

    signer = URLSafeSerializer(app.secret_key)
    with app.open_resource('countries.json') as f:
        COUNTRIES = json.load(f)
        CODES = sorted(COUNTRIES)
    where, who = app.root_path, app.name
    register_routes(app)
    return app


def register_routes(app):
    app.add_url_rule('/', view_func=index)
    app.add_url_rule('/sign/<text>', view_func=sign)


def index():
    return jsonify(names=COUNTRIES, codes=CODES, who=who)


def sign(text):
    return signer.dumps(text)


def __getattr__(name):
    """Makes `app` when it is first asked for: for what still imports it from here."""
    if name == 'app':
        globals()['app'] = create_app()
        return globals()[name]
    raise AttributeError(f'module {__name__!r} has no attribute {name!r}')
