from flask import Blueprint
from sqlalchemy import delete

from blog.models import Author, Post, Tag, db

bp = Blueprint("blog", __name__)


@bp.route("/clean", methods=["POST"])
def clean():
    db.session.execute(delete(Post))
    db.session.execute(delete(Tag).filter_by(name="old"))
    db.session.execute(
        delete(Post)
        .where(Post.views == 0, Post.title.is_(None))
        .execution_options(synchronize_session=False)
    )
    db.session.execute(
        delete(Author)
        .where(Author.id.in_([1, 2]))
        .execution_options(synchronize_session="fetch")
    )
    gone = db.session.execute(delete(Author).where(Author.active.is_(False))).rowcount
    db.session.commit()
    return f"{gone} authors"


@bp.route("/clean/<int:post_id>", methods=["POST"])
def clean_one(post_id):
    if not db.session.execute(delete(Post).filter_by(id=post_id)).rowcount:
        return "nothing", 404
    db.session.commit()
    return "gone"


def purge():
    return db.session.execute(delete(Post).where(Post.author_id.is_(None))).rowcount
