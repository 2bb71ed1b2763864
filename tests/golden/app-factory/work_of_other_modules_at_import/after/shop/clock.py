from flask import current_app


def now():
    return current_app.config['LIMIT']
