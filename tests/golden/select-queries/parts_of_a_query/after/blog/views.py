import csv

from sqlalchemy import func, select

from blog.models import Author, Post, db


def parts():
    statement = select(Post).where(Post.views > 3)
    return db.session.execute(statement).all(), [each["name"] for each in select(Post).column_descriptions]


def exported(path):
    query = db.session.query(Author.id, Author.name).filter(Author.active)
    with open(path, "w") as file:
        csv.writer(file).writerows(query)
    return query.count()


def inserted():
    names = db.session.query(Author.name)
    statement = Post.__table__.insert().from_select(["title"], names)
    db.session.execute(statement)
    return db.session.scalar(
        select(func.count()).select_from(Post).where(Post.title.in_(names.subquery()))
    )


def membership(author):
    return author in db.session.scalars(select(Author)) or author not in db.session.scalars(select(Author).where(Author.active))
