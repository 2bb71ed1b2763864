# -*- coding: utf-8 -*-
from flask import Flask, render_template_string

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

LIMIT = 3   # stays
for number in range(LIMIT):
    # inside
    app.config['N%d' % number] = number


@app.route('/')
def index():
    return render_template_string("{{ config['TEXT'] }}{{ config['F'] }}{{ config['A'] }}{{ config['B'] }}")
# after the function

# at the end
