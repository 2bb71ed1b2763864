from datetime import datetime

from flask import current_app, url_for
from flask_login import UserMixin
from sqlalchemy import event

from extensions import db, login_manager

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
        return f"{current_app.config['ADMIN']} greets {self.name}"


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
