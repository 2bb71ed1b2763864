from flask import Blueprint

from store import app

errors_bp = Blueprint('errors', __name__)

__all__ = ['gone']

@errors_bp.app_errorhandler(410)
def gone(error):
    return 'gone', 410
