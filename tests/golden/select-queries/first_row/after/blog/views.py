from flask import Blueprint, jsonify

from blog.models import Author, Post, db

bp = Blueprint("blog", __name__)


@bp.route("/latest")
def latest():
    post = db.session.scalar(db.select(Post).order_by(Post.id.desc()).limit(1))
    return post.title if post else "nothing yet"


@bp.route("/second")
def second():
    post = db.session.scalar(db.select(Post).order_by(Post.id).offset(1).limit(1))
    again = db.session.scalar(db.select(Post).order_by(Post.id).limit(1))
    three = db.session.scalar(db.select(Post).order_by(Post.id).limit(3).limit(1))
    return jsonify([post.id, again.id, three.id])


@bp.route("/titles")
def titles():
    title = db.session.execute(db.select(Post.title).order_by(Post.title).limit(1)).first()
    both = db.session.execute(db.select(Post, Author).join(Author).limit(1)).first()
    mixed = db.session.execute(
        db.select(Post, Author.name).join(Post.author).order_by(Author.name).limit(1)
    ).first()
    return jsonify([title[0], both[1].name, mixed.name])


@bp.route("/authors/<name>")
def author(name):
    return db.first_or_404(db.select(Author).filter_by(name=name).limit(1)).email


@bp.route("/authors/<name>/posts")
def of_author(name):
    post = db.first_or_404(
        db.select(Post).join(Author).where(Author.name == name).limit(1), description="no posts by them"
    )
    first = db.first_or_404(db.select(Post).where(Post.title == name).limit(1), description="no such post")
    return jsonify([post.id, first.id])


@bp.route("/raw")
def raw():
    return db.session.scalars(
        db.select(Post).from_statement(db.text("SELECT * FROM post WHERE id = :id")),
        {"id": 1}).unique().first(
    ).title


@bp.route("/raw/first")
def raw_first():
    return db.session.scalars(
        db.select(Post).from_statement(db.text("SELECT * FROM post"))
    ).unique().first().title
