# -*- coding: utf-8 -*-
"""
    MiniTwit
    ~~~~~~~~

    A microblogging application, after the example of Flask 0.12.
"""

from flask import Flask, request, session, url_for, redirect, \
     render_template, abort, g, flash, Blueprint

bp = Blueprint('main', __name__)

PER_PAGE = 30
SECRET_KEY = 'development key'
MESSAGES = [('ann', 'hello'), ('bob', 'hi')]

# create our little application :)
app = Flask('minitwit')
app.config.from_object(__name__)
app.config.from_envvar('MINITWIT_SETTINGS', silent=True)


def format_datetime(timestamp):
    """Format a timestamp for display."""
    return str(timestamp)


@bp.before_app_request
def before_request():
    g.user = session.get('user_id')


@bp.route('/')
def timeline():
    """Shows a users timeline or if no user is logged in it will
    redirect to the public timeline.
    """
    if not g.user:
        return redirect(url_for('main.public_timeline'))
    return render_template('timeline.html', messages=MESSAGES)


@bp.route('/public')
def public_timeline():
    """Displays the latest messages of all users."""
    return render_template('timeline.html', messages=MESSAGES)


@bp.route('/<username>')
def user_timeline(username):
    """Display's a users tweets."""
    if username not in dict(MESSAGES):
        abort(404)
    return render_template('timeline.html', profile_user=username,
                           messages=[m for m in MESSAGES if m[0] == username])


@bp.route('/<username>/follow')
def follow_user(username):
    """Adds the current user as follower of the given user."""
    if not g.user:
        abort(401)
    flash('You are now following "%s"' % username)
    return redirect(url_for('main.user_timeline', username=username))


@bp.route('/login', methods=['GET', 'POST'])
def login():
    """Logs the user in."""
    if g.user:
        return redirect(url_for('main.timeline'))
    if request.method == 'POST':
        session['user_id'] = request.form['username']
        return redirect(url_for('main.timeline'))
    return render_template('login.html', error=None)


@bp.route('/logout')
def logout():
    """Logs the user out."""
    session.pop('user_id', None)
    return redirect(url_for('main.public_timeline'))


app.register_blueprint(bp)


# add some filters to jinja
app.jinja_env.filters['datetimeformat'] = format_datetime
