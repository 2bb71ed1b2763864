from flask import Blueprint

from blog.models import Author, Post, Tag, db

bp = Blueprint("blog", __name__)


@bp.route("/clean", methods=["POST"])
def clean():
    Post.query.delete()
    Tag.query.filter_by(name="old").delete()
    Post.query.filter(Post.views == 0, Post.title.is_(None)).delete(synchronize_session=False)
    Author.query.filter(Author.id.in_([1, 2])).delete("fetch")
    gone = db.session.query(Author).filter(Author.active.is_(False)).delete()
    db.session.commit()
    return f"{gone} authors"


@bp.route("/clean/<int:post_id>", methods=["POST"])
def clean_one(post_id):
    if not Post.query.filter_by(id=post_id).delete():
        return "nothing", 404
    db.session.commit()
    return "gone"


def purge():
    return Post.query.filter(Post.author_id.is_(None)).delete()
