from flask import Flask, jsonify
from flask_sqlalchemy import SQLAlchemy

app = Flask(__name__)
db = SQLAlchemy(app)


class User(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    posts = db.relationship("Post", lazy="dynamic", backref="author")


class Post(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    author_id = db.Column(db.ForeignKey("user.id"))


@app.route("/<int:key>")
def index(key):
    user = db.session.get(User, key)
    user.posts.append(Post())
    newest = user.posts.order_by(Post.id.desc()).first()
    return jsonify(newest.id, user.posts.count(), [post.id for post in user.posts])
