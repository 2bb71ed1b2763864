from flask import current_app


def index():
    return {'ready': current_app.config['READY'], 'a': 1}


def register(app):
    app.add_url_rule('/', view_func=index)
