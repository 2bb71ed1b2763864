from flask import Flask, jsonify
from flask_sqlalchemy import SQLAlchemy

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
    return jsonify([artist.name for artist in Artist.query.order_by(Artist.name).all()])


@app.route("/artists/<name>")
def artist(name):
    one = Artist.query.filter_by(name=name).one()
    first = Artist.query.filter_by(name=name).first()
    found = Artist.query.filter_by(name=name).first_or_404()
    return jsonify([one.id, first.id, found.id, Artist.query.count()])


@app.route("/albums")
def albums():
    # Album joins its artist, and that one its albums.
    return jsonify({album.title: album.artist.name for album in Album.query})


@app.route("/labels")
def labels():
    return jsonify([label.name for label in Label.query.all()])
