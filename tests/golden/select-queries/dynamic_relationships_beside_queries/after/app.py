from flask import Flask, jsonify
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select
from sqlalchemy.orm import with_parent

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
    user = db.first_or_404(select(User).filter_by(name=name).limit(1))
    numbers = [each.posts.count() for each in db.session.scalars(select(User))]
    writers = db.session.scalars(select(User).join(User.posts).where(Post.id > 3)).unique().all()
    return jsonify(db.session.scalar(select(func.count()).select_from(
        select(Post).where(with_parent(user, User.posts)).filter_by(id=1).subquery()
    )), numbers, [writer.id for writer in writers])
