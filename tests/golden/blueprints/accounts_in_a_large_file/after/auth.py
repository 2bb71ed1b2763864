from flask import Blueprint, abort, redirect, request, session, url_for

bp = Blueprint('auth', __name__)

MEMBERS = {'ann': 'secret'}


@bp.route('/login', methods=['POST'])
def login():
    if MEMBERS.get(request.form['name']) != request.form['password']:
        abort(403)
    session['name'] = request.form['name']
    return redirect(url_for('main.index'))


@bp.route('/logout')
def logout():
    session.clear()
    return redirect(url_for('main.index'))


@bp.route('/reset_password/<name>')
def reset_password(name):
    MEMBERS[name] = 'secret'
    return redirect(url_for('auth.login'))
