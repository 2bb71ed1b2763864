from party import app
from party.extensions import db


class Guest(db.Model):
    id = db.Column(db.Integer, primary_key=True)


@app.route("/")
def guests():
    db.create_all()
    return str(Guest.query.count())
