from flask import flash, g, redirect, render_template, request, url_for
from flask_login import current_user, login_required, login_user, \
    logout_user
from app import app
from app.mail import reset_mail
from app.models import USERS


@app.before_request
def before_request():
    g.visitor = current_user.get_id() or 'nobody'


@app.route('/')
@app.route('/index')
@login_required
def index():
    return render_template('index.html', title='Home')


@app.route('/login', methods=['GET', 'POST'])
def login():
    if current_user.is_authenticated:
        return redirect(url_for('index'))
    if request.method == 'POST':
        user = USERS.get(request.form['username'])
        if user is None:
            flash('Invalid username')
            return redirect(url_for('login'))
        login_user(user)
        return redirect(request.args.get('next') or url_for('index'))
    return render_template('login.html', title='Sign In')


@app.route('/logout')
def logout():
    logout_user()
    return redirect(url_for('index'))


@app.route('/user/<username>')
@login_required
def user(username):
    next_url = url_for('user', username=username, page=2) \
        if username == 'ann' else None
    return render_template('user.html', user=USERS[username], next_url=next_url)


@app.route('/reset/<username>')
def reset(username):
    app.logger.info('reset asked')
    return reset_mail(USERS['ann'])[0]
