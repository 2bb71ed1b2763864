from flask import Blueprint
from sqlalchemy import update

from blog.models import Author, Post, db

bp = Blueprint("blog", __name__)


@bp.route("/reset", methods=["POST"])
def reset():
    db.session.execute(update(Post).values({"views": 0}))
    db.session.execute(update(Post).filter_by(author_id=1).values({Post.views: Post.views + 1}).execution_options(synchronize_session=False))
    db.session.execute(update(Post).where(Post.views > 5).values(dict(views=5)).execution_options(synchronize_session="fetch"))
    db.session.execute(update(Author).filter_by(id=1).values({"active": False}).execution_options(synchronize_session="evaluate"))
    changed = db.session.execute(update(Author).where(Author.active.is_(None)).values({
        "active": True,  # the default
        "name": "nobody",
    })).rowcount
    db.session.commit()
    return str(changed)
