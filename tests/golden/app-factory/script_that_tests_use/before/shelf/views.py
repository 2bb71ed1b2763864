from flask import Blueprint

bp = Blueprint('main', __name__)


@bp.route('/')
def index():
    from shelf import page_title
    return page_title('Books')
