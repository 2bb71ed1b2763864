from shop import db


class Item(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(db.String(40))
    picture = db.Column(db.LargeBinary)
