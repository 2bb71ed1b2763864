# -*- coding: utf-8 -*-
"""
    MiniTwit
    ~~~~~~~~

    A microblogging application.
"""

import time
from flask import Flask, jsonify
from .config import PER_PAGE, get_config


title = 'MiniTwit'

# create our little application :)
app = Flask(__name__)
app.config.from_object(get_config())
app.config.from_envvar('MINITWIT_SETTINGS', silent=True)


@app.route('/')
def timeline():
    """The last entries."""
    return jsonify(per_page=PER_PAGE, database=app.config['DATABASE'], title=title)


@app.route('/time')
def now():
    return jsonify(later=time.time() > 0)
