from blog.models import Author, Post


def _visible(query):
    return query.filter(Post.views > 0)


def visible_posts():
    return Post.query.filter(Post.views >= 0)


def authors_called(name, only_active=False):
    query = Author.query.filter_by(name=name)
    if only_active:
        query = query.filter(Author.active)
    return query


def newest():
    return _visible(Post.query).order_by(Post.id.desc()).first()
