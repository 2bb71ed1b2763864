import requests
from flask import Blueprint

from blog.models import Author, Post, db

bp = Blueprint("blog", __name__)


@bp.route("/oldest", methods=["POST"])
def oldest():
    # Each of these raises InvalidRequestError. Without what they name, the whole table would go.
    Post.query.order_by(Post.id).delete()
    Post.query.limit(10).delete()
    Post.query.join(Author).filter(Author.active.is_(False)).delete()
    Post.query.distinct().delete()
    Post.query.group_by(Post.author_id).delete()
    Post.query.order_by(Post.id).update({"views": 0})
    db.session.query(Post).select_from(Author).delete()
    return "done"


@bp.route("/remote", methods=["POST"])
def remote():
    session = requests.Session()
    session.delete("https://search.example.org/posts")
    db.session.delete(db.session.get(Post, 1))
    return "done"
