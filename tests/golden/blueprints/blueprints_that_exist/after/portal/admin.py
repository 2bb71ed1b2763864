from flask import Blueprint, url_for

from portal import app

admin_bp = Blueprint('admin', __name__)

bp = Blueprint('main', __name__, url_prefix='/admin')


@bp.route('/')
def admin_home():
    return url_for('.admin_home') + url_for('main.admin_home') + url_for('views_main.index') + url_for('portal.health')


@admin_bp.route('/board')
def board():
    return url_for('views_main.index') + url_for('admin.board')


app.register_blueprint(bp)
