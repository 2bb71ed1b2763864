from flask import render_template_string


def home():
    return render_template_string('{{ "a"|double }}{{ limit }}')


def nowhere(error):
    return 'nowhere', 404


def register(app):
    app.add_url_rule('/', view_func=home)
    app.register_error_handler(404, nowhere)
