from flask import Blueprint, jsonify
from sqlalchemy import text

from blog.models import Author, Post, db

bp = Blueprint("blog", __name__)

COLUMNS = {"title": Post.title, "views": Post.views}


def fields(names):
    wanted = [COLUMNS[name] for name in names]
    return db.session.query(*wanted).all()


def instances(*entities):
    return db.session.query(*entities).first()


def anything(thing):
    return db.session.query(thing).count()


@bp.route("/by-name")
def by_name():
    return jsonify(db.session.query("id", "name").from_statement(text("SELECT id, name FROM author")).all())


@bp.route("/columns")
def columns():
    limited = Post.query.limit(3).with_entities(Post.title).all()
    chosen = Post.query.with_entities(*COLUMNS.values()).all()
    return jsonify([limited, chosen, Author.query.with_entities().all()])
