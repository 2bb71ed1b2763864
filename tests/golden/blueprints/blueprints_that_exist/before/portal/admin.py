from flask import Blueprint, url_for

from portal import app

bp = Blueprint('main', __name__, url_prefix='/admin')


@bp.route('/')
def admin_home():
    return url_for('.admin_home') + url_for('main.admin_home') + url_for('index') + url_for('health')


@app.route('/board')
def board():
    return url_for('.index') + url_for('.board')


app.register_blueprint(bp)
