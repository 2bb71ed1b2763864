from flask import render_template_string

from web.main import app


@app.route('/')
def home():
    return render_template_string('{{ "a"|double }}{{ limit }}')


@app.errorhandler(404)
def nowhere(error):
    return 'nowhere', 404
