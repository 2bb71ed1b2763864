from sqlalchemy import select


def authors():
    from blog.models import Author
    from blog.extensions import database

    return database.session.scalars(select(Author)).all()


def posts():
    from blog.extensions import database
    from blog.models import Post

    return database.session.scalars(select(Post)).all()


def rename(name):
    from blog.models import Author
    from blog.extensions import database

    author = database.session.scalar(select(Author).filter_by(name=name).limit(1))

    from blog.extensions import database
    author.name = name.title()
    database.session.commit()


def either(name):
    from blog.models import Author
    from blog.extensions import database

    if not name:
        from blog.extensions import database
        database.session.rollback()
        return database.session.scalars(select(Author)).all()
    return database.session.scalars(select(Author).filter_by(name=name)).all()
