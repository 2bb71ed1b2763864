from app import db


class Entry(db.Model):
    id = db.Column(db.Integer, primary_key=True)
