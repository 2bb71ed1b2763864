import json

from flask import Flask, jsonify
from itsdangerous import URLSafeSerializer

app = Flask(__name__)
app.secret_key = 'not secret'

signer = URLSafeSerializer(app.secret_key)
with app.open_resource('countries.json') as f:
    COUNTRIES = json.load(f)
    CODES = sorted(COUNTRIES)
where, who = app.root_path, app.name


@app.route('/')
def index():
    return jsonify(names=COUNTRIES, codes=CODES, who=who)


@app.route('/sign/<text>')
def sign(text):
    return signer.dumps(text)
