from flask import Blueprint

bp = Blueprint('error', __name__)


@bp.app_errorhandler(404)
def not_found(error):
    return 'nothing', 404
