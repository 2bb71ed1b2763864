from blog.models import Author, db


def index():
    return [each.name + " é" for each in Author.query]
