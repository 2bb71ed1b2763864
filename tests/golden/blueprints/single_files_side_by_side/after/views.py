from flask import Blueprint

from forms import BlueForm

bp = Blueprint('main', __name__)


@bp.route('/blue', methods=['GET', 'POST'])
def shade():
    return BlueForm().shade.data or 'none'
