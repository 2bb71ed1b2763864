def authors():
    from blog.models import Author

    return Author.query.all()


def posts():
    from blog.extensions import database
    from blog.models import Post

    return database.session.query(Post).all()
