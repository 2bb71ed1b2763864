from flask import Blueprint, Flask
from flask_wtf import FlaskForm
from wtforms import StringField

bp = Blueprint('main', __name__)

app = Flask(__name__)
app.secret_key = 'red'
app.config['WTF_CSRF_ENABLED'] = False


class RedForm(FlaskForm):
    shade = StringField()


@bp.route('/red', methods=['GET', 'POST'])
def shade():
    return RedForm().shade.data or 'none'


app.register_blueprint(bp)
