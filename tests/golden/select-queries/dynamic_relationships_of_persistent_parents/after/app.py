from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select
from sqlalchemy.orm import with_parent

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
    user = db.get_or_404(User, id)
    latest = db.session.scalars(
        select(Post).where(with_parent(user, User.posts)).order_by(Post.id.desc()).limit(3)
    ).all()
    named = db.session.scalar(
        select(Post).where(with_parent(user, User.posts)).filter_by(title="x").limit(1)
    )
    return {"count": db.session.scalar(select(func.count()).select_from(
        select(Post).where(with_parent(user, User.posts)).subquery()
    )), "latest": [post.id for post in latest], "named": named is not None}


@app.route("/perhaps/<int:id>")
def perhaps(id):
    user = db.session.get(User, id)
    return {"count": user.posts.filter(Post.id > 3).count()}


def new_user():
    user = User(name="new")
    user.posts.append(Post(title="first"))
    return user.posts.filter_by(title="first").all()
