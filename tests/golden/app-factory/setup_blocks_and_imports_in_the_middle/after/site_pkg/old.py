from flask import Blueprint

blueprint = Blueprint('old', __name__)


@blueprint.route('/')
def index():
    return 'old'
