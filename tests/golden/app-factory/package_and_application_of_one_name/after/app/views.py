from flask import current_app


def index():
    return current_app.config['NAME'] + current_app.name


def register(app):
    app.add_url_rule('/', view_func=index)
