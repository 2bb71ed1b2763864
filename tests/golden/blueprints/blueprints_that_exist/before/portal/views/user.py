from flask import Blueprint, redirect, url_for

userbp = Blueprint('userbp', __name__)


@userbp.route('/signin')
def signin():
    return redirect(url_for('index'))
