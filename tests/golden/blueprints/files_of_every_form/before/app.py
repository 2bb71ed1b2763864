# -*- coding: latin-1 -*-
from flask import Flask, render_template, url_for

app = Flask(__name__)
GREETING = 'Grüße'


@app.route('/')
def index(): return render_template('index.html', s=GREETING)


@app.route('/café')
def cafe():
    return url_for('index') + 'é' + url_for("cafe")
