import csv

from blog.models import Author, Post, db


def parts():
    statement = Post.query.filter(Post.views > 3).statement
    return db.session.execute(statement).all(), [each["name"] for each in Post.query.column_descriptions]


def exported(path):
    query = db.session.query(Author.id, Author.name).filter(Author.active)
    with open(path, "w") as file:
        csv.writer(file).writerows(query)
    return query.count()


def inserted():
    names = db.session.query(Author.name)
    statement = Post.__table__.insert().from_select(["title"], names)
    db.session.execute(statement)
    return db.session.query(Post).filter(Post.title.in_(names.subquery())).count()


def membership(author):
    return author in Author.query or author not in Author.query.filter(Author.active)
