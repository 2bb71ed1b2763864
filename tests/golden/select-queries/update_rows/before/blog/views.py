from flask import Blueprint

from blog.models import Author, Post, db

bp = Blueprint("blog", __name__)


@bp.route("/reset", methods=["POST"])
def reset():
    Post.query.update({"views": 0})
    Post.query.filter_by(author_id=1).update({Post.views: Post.views + 1}, False)
    Post.query.filter(Post.views > 5).update(dict(views=5), "fetch")
    Author.query.filter_by(id=1).update(values={"active": False}, synchronize_session="evaluate")
    changed = db.session.query(Author).filter(Author.active.is_(None)).update({
        "active": True,  # the default
        "name": "nobody",
    })
    db.session.commit()
    return str(changed)
