from flask import Blueprint, jsonify

from blog.models import Author, Post, db

bp = Blueprint("blog", __name__)


@bp.route("/latest")
def latest():
    post = Post.query.order_by(Post.id.desc()).first()
    return post.title if post else "nothing yet"


@bp.route("/second")
def second():
    post = Post.query.order_by(Post.id).offset(1).first()
    again = Post.query.order_by(Post.id).limit(1).first()
    three = Post.query.order_by(Post.id).limit(3).first()
    return jsonify([post.id, again.id, three.id])


@bp.route("/titles")
def titles():
    title = db.session.query(Post.title).order_by(Post.title).first()
    both = db.session.query(Post, Author).join(Author).first()
    mixed = db.session.query(Post, Author.name).join(Post.author).order_by(Author.name).first()
    return jsonify([title[0], both[1].name, mixed.name])


@bp.route("/authors/<name>")
def author(name):
    return Author.query.filter_by(name=name).first_or_404().email


@bp.route("/authors/<name>/posts")
def of_author(name):
    post = Post.query.join(Author).filter(Author.name == name).first_or_404("no posts by them")
    first = Post.query.filter(Post.title == name).first_or_404(description="no such post")
    return jsonify([post.id, first.id])


@bp.route("/raw")
def raw():
    return Post.query.from_statement(db.text("SELECT * FROM post WHERE id = :id")).params(id=1).first().title


@bp.route("/raw/first")
def raw_first():
    return Post.query.from_statement(db.text("SELECT * FROM post")).first().title
