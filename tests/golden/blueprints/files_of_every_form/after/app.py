# -*- coding: latin-1 -*-
from flask import Blueprint, Flask, render_template, url_for

bp = Blueprint('main', __name__)

app = Flask(__name__)
GREETING = 'Grüße'


@bp.route('/')
def index(): return render_template('index.html', s=GREETING)


@bp.route('/café')
def cafe():
    return url_for('main.index') + 'é' + url_for("main.cafe")


app.register_blueprint(bp)
