# -*- coding: utf-8 -*-
"""
    MiniTwit
    ~~~~~~~~

    A microblogging application.
"""

import time
from datetime import timedelta
from flask import Flask, jsonify


# configuration
DATABASE = '/tmp/minitwit.db'
PER_PAGE = 30
DEBUG = True
SECRET_KEY = 'development key'
PERMANENT_SESSION_LIFETIME = timedelta(
    days=7,
    hours=12,
)
title = 'MiniTwit'

# create our little application :)
app = Flask(__name__)
app.config.from_object(__name__)
app.config.from_envvar('MINITWIT_SETTINGS', silent=True)


@app.route('/')
def timeline():
    """The last entries."""
    return jsonify(per_page=PER_PAGE, database=app.config['DATABASE'], title=title)


@app.route('/time')
def now():
    return jsonify(later=time.time() > 0)
