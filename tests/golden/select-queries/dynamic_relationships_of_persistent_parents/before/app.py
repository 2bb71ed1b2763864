from flask import Flask
from flask_sqlalchemy import SQLAlchemy

app = Flask(__name__)
db = SQLAlchemy(app)


class User(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(db.String)
    posts = db.relationship("Post", backref="author", lazy="dynamic")


class Post(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    title = db.Column(db.String)
    user_id = db.Column(db.Integer, db.ForeignKey("user.id"))


@app.route("/<int:id>")
def posts(id):
    user = User.query.get_or_404(id)
    latest = user.posts.order_by(Post.id.desc()).limit(3).all()
    named = user.posts.filter_by(title="x").first()
    return {"count": user.posts.count(), "latest": [post.id for post in latest], "named": named is not None}


@app.route("/perhaps/<int:id>")
def perhaps(id):
    user = User.query.get(id)
    return {"count": user.posts.filter(Post.id > 3).count()}


def new_user():
    user = User(name="new")
    user.posts.append(Post(title="first"))
    return user.posts.filter_by(title="first").all()
