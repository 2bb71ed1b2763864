from blog.models import Author, Post


def visible_posts():
    return Post.query.filter(Post.views >= 0)


def authors_called(name):
    return Author.query.filter_by(name=name)


def listed(query):
    return [each.id for each in query]


HELPERS = {"posts": visible_posts}
