def authors():
    from blog.models import Author

    return Author.query.all()


def posts():
    from blog.extensions import database
    from blog.models import Post

    return database.session.query(Post).all()


def rename(name):
    from blog.models import Author

    author = Author.query.filter_by(name=name).first()

    from blog.extensions import database
    author.name = name.title()
    database.session.commit()


def either(name):
    from blog.models import Author

    if not name:
        from blog.extensions import database
        database.session.rollback()
        return Author.query.all()
    return Author.query.filter_by(name=name).all()
