from app.extensions import db


def not_found_error(error):
    return 'Not Found', 404


def internal_error(error):
    db.session.rollback()
    return 'An unexpected error has occurred', 500


def register(app):
    app.register_error_handler(404, not_found_error)
    app.register_error_handler(500, internal_error)
