from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_login import current_user, login_required, login_user, \
    logout_user
from app import app
from app.mail import reset_mail
from app.models import USERS

bp = Blueprint('main', __name__)


@bp.before_app_request
def before_request():
    g.visitor = current_user.get_id() or 'nobody'


@bp.route('/')
@bp.route('/index')
@login_required
def index():
    return render_template('index.html', title='Home')


@bp.route('/login', methods=['GET', 'POST'])
def login():
    if current_user.is_authenticated:
        return redirect(url_for('main.index'))
    if request.method == 'POST':
        user = USERS.get(request.form['username'])
        if user is None:
            flash('Invalid username')
            return redirect(url_for('main.login'))
        login_user(user)
        return redirect(request.args.get('next') or url_for('main.index'))
    return render_template('login.html', title='Sign In')


@bp.route('/logout')
def logout():
    logout_user()
    return redirect(url_for('main.index'))


@bp.route('/user/<username>')
@login_required
def user(username):
    next_url = url_for('main.user', username=username, page=2) \
        if username == 'ann' else None
    return render_template('user.html', user=USERS[username], next_url=next_url)


@bp.route('/reset/<username>')
def reset(username):
    app.logger.info('reset asked')
    return reset_mail(USERS['ann'])[0]
