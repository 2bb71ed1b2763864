from app import app
from app.extensions import db


@app.errorhandler(404)
def not_found_error(error):
    return 'Not Found', 404


@app.errorhandler(500)
def internal_error(error):
    db.session.rollback()
    return 'An unexpected error has occurred', 500
