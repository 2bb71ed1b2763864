from blog.models import Author, db


def index():
    return ["🎉🎉", Author.query.get("名"), "🎉"], list(Author.query)
