from flask import Blueprint, jsonify

from blog.models import Author, Post, db

bp = Blueprint("blog", __name__)


def cached(function):
    return function


@bp.route("/strings")
def strings():
    first = f"{Author.query.get(1)}"
    second = f"<{Post.query.filter_by(title='x').first()!r:>40}>"
    third = "%s" % (Post.query.filter(Post.views > 3).first(),)
    return first + second + third + str(Author.query.get(1))


@bp.route("/expressions")
def expressions():
    number = 1 if Author.query.first() else 0
    found = Post.query.get(1) or Post.query.order_by(Post.id).first()
    missing = not Author.query.filter_by(name="Ada").count()
    key = {"authors": Author.query.all(), **{"post": Post.query.get(1)}}
    later = lambda name: Author.query.filter_by(name=name).first()
    nested = [[post.title for post in Post.query.filter_by(author_id=author.id)] for author in Author.query]
    if (author := Author.query.filter_by(name="Ada").first()) is not None:
        number += 1
    if Author.query.filter_by(name="Ada").first() is None or Post.query.count() > 3:
        number -= 1
    print(*Post.query, Author.query.get(author.id).name, sep="\n")
    del found, key
    assert Post.query.all(), "no posts"
    return jsonify(number, missing, later("Ada").id, nested, author.id)


def raising(name):
    author = Author.query.filter_by(name=name).first()
    if author is None:
        raise LookupError(Post.query.count())
    author.posts[0].title, author.email = "", Author.query.get(1).email
    Author.query.get(3).posts[0].views += Post.query.count()
    return [*Post.query.all()]


class Report:
    """Counts at the time of the call."""

    def __len__(self):
        return Post.query.count()

    def __iter__(self):
        yield from Post.query.order_by(Post.id)

    @property
    def newest(self):
        return Post.query.order_by(Post.id.desc()).first()

    @staticmethod
    def of(author): return Post.query.filter_by(author=author).all()


async def streamed(names):
    async with names as each:
        async for name in each:
            yield Author.query.filter_by(name=name).first()
