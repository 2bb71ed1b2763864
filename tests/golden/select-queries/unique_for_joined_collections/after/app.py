from flask import Flask, jsonify
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select

app = Flask(__name__)
app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite://"
db = SQLAlchemy(app)


class Artist(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(db.String(40))
    # Every query of an artist joins the albums.
    albums = db.relationship("Album", backref=db.backref("artist", lazy="joined"), lazy="joined")


class Album(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    title = db.Column(db.String(40))
    artist_id = db.Column(db.ForeignKey("artist.id"))


class Label(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(db.String(40))


@app.route("/artists")
def artists():
    return jsonify([artist.name for artist in db.session.scalars(select(Artist).order_by(Artist.name)).unique().all()])


@app.route("/artists/<name>")
def artist(name):
    one = db.session.scalars(select(Artist).filter_by(name=name)).unique().one()
    first = db.session.scalar(select(Artist).filter_by(name=name).limit(1))
    found = db.first_or_404(select(Artist).filter_by(name=name).limit(1))
    return jsonify([one.id, first.id, found.id, db.session.scalar(select(func.count()).select_from(Artist))])


@app.route("/albums")
def albums():
    # Album joins its artist, and that one its albums.
    return jsonify({album.title: album.artist.name for album in db.session.scalars(select(Album)).unique()})


@app.route("/labels")
def labels():
    return jsonify([label.name for label in db.session.scalars(select(Label)).all()])
