from flask import url_for


def admin_index():
    return url_for('index')


def register_routes(app):
    app.add_url_rule('/admin', view_func=admin_index)
