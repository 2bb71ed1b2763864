from flask import current_app


def index():
    return current_app.jinja_env.filters['greet']('Ann')


def register(app):
    app.add_url_rule('/', view_func=index)
