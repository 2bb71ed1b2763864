"""A journal in one file."""
from datetime import datetime
from threading import Thread
from flask import Blueprint, Flask, flash, redirect, render_template, session, url_for
from flask_login import UserMixin
from flask_wtf import FlaskForm
from sqlalchemy import event
from wtforms import StringField, SubmitField
from wtforms.validators import DataRequired, ValidationError
from extensions import db, login_manager

bp = Blueprint('main', __name__)

app = Flask(__name__)
app.config['SECRET_KEY'] = 'journal'
app.config['WTF_CSRF_ENABLED'] = False
app.config['SQLALCHEMY_DATABASE_URI'] = 'sqlite://'
app.config['ADMIN'] = 'root'
db.init_app(app)
login_manager.init_app(app)
SENT = []

# -- models --

TITLE_LENGTH = 80

labels = db.Table('labels', db.Column('entry_id', db.ForeignKey('entry.id')), db.Column('name', db.String(20)))


class User(UserMixin, db.Model):
    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(db.String(30), unique=True)
    entries = db.relationship('Entry', backref='user')

    def url(self):
        return url_for('main.show_user', name=self.name)

    def greeting(self):
        return f"{app.config['ADMIN']} greets {self.name}"


class Entry(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    title = db.Column(db.String(TITLE_LENGTH))
    written = db.Column(db.DateTime, default=lambda: datetime(2018, 1, 1))
    user_id = db.Column(db.ForeignKey('user.id'))


User.__str__ = lambda self: self.name


@event.listens_for(Entry.title, 'set', retval=True)
def shorten(target, value, old, initiator):
    return value[:TITLE_LENGTH]


@login_manager.user_loader
def load_user(user_id):
    return db.session.get(User, int(user_id))


# -- views --


class EntryForm(FlaskForm):
    title = StringField('Title', validators=[DataRequired()])
    name = StringField('Name', validators=[DataRequired()])
    submit = SubmitField('Write')

    def validate_name(self, field):
        if User.query.filter_by(name=field.data).first() is None:
            raise ValidationError('nobody has that name')


def deliver(app, text):
    with app.app_context():
        SENT.append((app.config['ADMIN'], text))


def notify(text):
    thread = Thread(target=deliver, args=(app, text))
    thread.start()
    thread.join()
    return thread


@app.shell_context_processor
def shell():
    return {'db': db, 'User': User}


@bp.app_errorhandler(404)
def missing(error):
    return 'nothing here', 404


# Entries of everybody.
@bp.route('/')
def index():
    return render_template('index.html', entries=Entry.query.all(), admin=app.config['ADMIN'])


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


app.register_blueprint(bp)


with app.app_context():
    db.create_all()
    db.session.add(User(name='ann'))
    db.session.commit()

if __name__ == '__main__':
    app.run()
