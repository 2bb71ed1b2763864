from flask import Blueprint, Flask, url_for

bp = Blueprint('main', __name__)

app = Flask(__name__)
app.config['EXTRA'] = True


@bp.route('/')
def index():
    return url_for('extra')


app.register_blueprint(bp)


if app.config['EXTRA']:

    @app.route('/extra')
    def extra():
        return url_for('main.index')
