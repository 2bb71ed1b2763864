from flask import Flask, jsonify
from flask_sqlalchemy import SQLAlchemy

app = Flask(__name__)
app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite://"
db = SQLAlchemy(app)


class User(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(db.String(40))
    posts = db.relationship("Post", lazy="dynamic", backref="author")


class Post(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    author_id = db.Column(db.ForeignKey("user.id"))


@app.route("/<name>")
def index(name):
    user = User.query.filter_by(name=name).first_or_404()
    numbers = [each.posts.count() for each in User.query]
    writers = User.query.join(User.posts).filter(Post.id > 3).all()
    return jsonify(user.posts.filter_by(id=1).count(), numbers, [writer.id for writer in writers])
