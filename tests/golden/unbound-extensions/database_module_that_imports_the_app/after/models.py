from database import db


class Item(db.Model):
    id = db.Column(db.Integer, primary_key=True)
