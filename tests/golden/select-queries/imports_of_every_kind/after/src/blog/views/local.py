from sqlalchemy import select


def authors():
    from blog.models import Author
    from blog.extensions import database

    return database.session.scalars(select(Author)).all()


def posts():
    from blog.extensions import database
    from blog.models import Post

    return database.session.scalars(select(Post)).all()
