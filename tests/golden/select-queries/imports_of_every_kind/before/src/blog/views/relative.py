from ..models import Author


def authors():
    return Author.query.all()
