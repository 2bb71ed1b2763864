from blog.models import Author, db


def index():
    return Author.query.all()