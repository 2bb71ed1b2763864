from flask import current_app


def users():
    return 'users %d' % current_app.config['LIMIT']


def register(app):
    app.add_url_rule('/users', view_func=users)
