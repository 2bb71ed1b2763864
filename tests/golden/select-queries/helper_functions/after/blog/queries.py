from sqlalchemy import select

from blog.models import Author, Post, db


def _visible(query):
    return query.where(Post.views > 0)


def visible_posts():
    return select(Post).where(Post.views >= 0)


def authors_called(name, only_active=False):
    query = select(Author).filter_by(name=name)
    if only_active:
        query = query.where(Author.active)
    return query


def newest():
    return db.session.scalar(_visible(select(Post)).order_by(Post.id.desc()).limit(1))
