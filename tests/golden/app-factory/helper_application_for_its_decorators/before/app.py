from flask import Flask, render_template_string

from filters import helper

app = Flask(__name__)
app.jinja_env.filters.update(helper.jinja_env.filters)


@app.route('/')
def index():
    return render_template_string("{{ 'ann'|shout }}")
