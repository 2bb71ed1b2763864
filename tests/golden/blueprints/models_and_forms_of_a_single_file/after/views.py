from threading import Thread

from flask import (Blueprint, current_app, flash, redirect, render_template, session,
                   url_for)

from extensions import db
from forms import EntryForm
from models import Entry, User

bp = Blueprint('main', __name__)

SENT = []


def deliver(app, text):
    with app.app_context():
        SENT.append((app.config['ADMIN'], text))


def notify(text):
    thread = Thread(target=deliver, args=(current_app._get_current_object(), text))
    thread.start()
    thread.join()
    return thread


@bp.app_errorhandler(404)
def missing(error):
    return 'nothing here', 404


# Entries of everybody.
@bp.route('/')
def index():
    return render_template('index.html', entries=Entry.query.all(), admin=current_app.config['ADMIN'])


@bp.route('/write', methods=['GET', 'POST'])
def write():
    form = EntryForm()
    if form.validate_on_submit():
        user = User.query.filter_by(name=form.name.data).first()
        db.session.add(Entry(title=form.title.data, user=user))
        db.session.commit()
        notify(form.title.data)
        flash('Written')
        session['sent'] = len(SENT)
        return redirect(url_for('main.index'))
    return ' '.join(message for errors in form.errors.values() for message in errors)


@bp.route('/users/<name>')
def show_user(name):
    user = User.query.filter_by(name=name).first_or_404()
    return user.url() + user.greeting()
