from flask import Blueprint, jsonify
from sqlalchemy import func, select

from blog.models import Author, Post, db

bp = Blueprint("blog", __name__)


def cached(function):
    return function


@bp.route("/strings")
def strings():
    first = f"{db.session.get(Author, 1)}"
    second = f"<{Post.query.filter_by(title='x').first()!r:>40}>"
    third = "%s" % (db.session.scalar(select(Post).where(Post.views > 3).limit(1)),)
    return first + second + third + str(db.session.get(Author, 1))


@bp.route("/expressions")
def expressions():
    number = 1 if db.session.scalar(select(Author).limit(1)) else 0
    found = db.session.get(Post, 1) or db.session.scalar(select(Post).order_by(Post.id).limit(1))
    missing = not db.session.scalar(select(func.count()).select_from(Author).filter_by(name="Ada"))
    key = {"authors": db.session.scalars(select(Author)).all(), **{"post": db.session.get(Post, 1)}}
    later = lambda name: db.session.scalar(select(Author).filter_by(name=name).limit(1))
    nested = [[post.title for post in db.session.scalars(
        select(Post).filter_by(author_id=author.id)
    )] for author in db.session.scalars(select(Author))]
    if (author := db.session.scalar(select(Author).filter_by(name="Ada").limit(1))) is not None:
        number += 1
    if db.session.scalar(select(Author).filter_by(name="Ada").limit(1)) is None or db.session.scalar(select(func.count()).select_from(Post)) > 3:
        number -= 1
    print(*db.session.scalars(select(Post)), db.session.get(Author, author.id).name, sep="\n")
    del found, key
    assert db.session.scalars(select(Post)).all(), "no posts"
    return jsonify(number, missing, later("Ada").id, nested, author.id)


def raising(name):
    author = db.session.scalar(select(Author).filter_by(name=name).limit(1))
    if author is None:
        raise LookupError(db.session.scalar(select(func.count()).select_from(Post)))
    author.posts[0].title, author.email = "", db.session.get(Author, 1).email
    db.session.get(Author, 3).posts[0].views += db.session.scalar(select(func.count()).select_from(Post))
    return [*db.session.scalars(select(Post)).all()]


class Report:
    """Counts at the time of the call."""

    def __len__(self):
        return db.session.scalar(select(func.count()).select_from(Post))

    def __iter__(self):
        yield from db.session.scalars(select(Post).order_by(Post.id))

    @property
    def newest(self):
        return db.session.scalar(select(Post).order_by(Post.id.desc()).limit(1))

    @staticmethod
    def of(author): return db.session.scalars(select(Post).filter_by(author=author)).all()


async def streamed(names):
    async with names as each:
        async for name in each:
            yield db.session.scalar(select(Author).filter_by(name=name).limit(1))
