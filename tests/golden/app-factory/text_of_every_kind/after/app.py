# -*- coding: utf-8 -*-
from flask import Flask, render_template_string

LIMIT = 3   # stays


def create_app():
    app = Flask(__name__)  # the one

    # A banner.
    #
    #   Indented.

    app.config["TEXT"] = """
first
    second

fourth
"""
    app.config['F'] = f"""{app.name}
  and
more"""

    '''A string that is a comment.'''
    app.config.update({
        'A': [
            1,  # one

            2,
        ],
    }) ; app.config['B'] = \
        'continued'
    for number in range(LIMIT):
        # inside
        app.config['N%d' % number] = number
    app.add_url_rule('/', view_func=index)
    return app


def index():
    return render_template_string("{{ config['TEXT'] }}{{ config['F'] }}{{ config['A'] }}{{ config['B'] }}")
# after the function

# at the end


def __getattr__(name):
    """Makes `app` when it is first asked for: for what still imports it from here."""
    if name == 'app':
        globals()['app'] = create_app()
        return globals()[name]
    raise AttributeError(f'module {__name__!r} has no attribute {name!r}')
