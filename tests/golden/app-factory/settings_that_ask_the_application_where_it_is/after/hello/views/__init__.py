from flask import current_app


def index():
    return current_app.config['DATABASE'][-7:]


def register(app):
    app.add_url_rule('/', view_func=index)
