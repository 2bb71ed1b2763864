from flask import Blueprint, Flask

app = Flask(__name__)
app.config['EXTRA'] = True
bp = Blueprint('main', __name__)


@bp.route('/')
def index():
    return 'index'


if app.config['EXTRA']:

    @bp.route('/extra')
    def extra():
        return 'extra'


app.register_blueprint(bp)
