from flask import Blueprint, Flask, redirect, render_template, url_for

bp = Blueprint('main', __name__)

app = Flask(__name__)


@bp.route('/')
def index():
    return render_template('index.html')


@bp.route('/style')
def style():
    return redirect(url_for('static', filename='site.css'))


@bp.route('/home')
def home():
    return redirect(url_for('main.index'))


bp.add_url_rule('/plain', 'plain', lambda: url_for('static', filename='plain.css'))

app.register_blueprint(bp)
