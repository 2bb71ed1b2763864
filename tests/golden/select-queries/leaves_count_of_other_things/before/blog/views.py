from flask import Blueprint, request
from sqlalchemy import text

from blog.models import Post

bp = Blueprint("blog", __name__)


@bp.route("/words")
def words():
    query = request.args.get("query", "")
    return f"{query.count(' ')} {request.query_string.count(b'&')} {'a,b'.count(',')}"


@bp.route("/raw")
def raw():
    return str(Post.query.from_statement(text("SELECT * FROM post")).count())


@bp.route("/with-argument")
def with_argument():
    return str(Post.query.count("id"))
