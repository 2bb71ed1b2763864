from sqlalchemy import delete, func, select

from blog.models import Author, Post, db


def commented():
    posts = (
        db.session.scalars(
            select(Post)  # every post
            .where(Post.views > 3)  # that was read
            .order_by(Post.id)  # in order
        ).all()  # as a list
    )
    author = (  # the author
        db.session.execute(
            select(Author)
            # by name
            .filter_by(name="Ada")  # there is one
        ).scalar_one()
    )
    number = db.session.scalar(select(func.count()).select_from(Post).where(
        # read at least once
        Post.views > 0
    ))  # a number
    gone = db.session.execute(delete(Post).where(
        Post.views == 0,  # never read
    )).rowcount
    return posts, author, number, gone


def one_line():
    return db.session.scalars(select(Post)).all()  # noqa: X100


def paged(page):
    return db.paginate(select(Post).order_by(Post.id), page=page,
        per_page=20,
        error_out=False)
