from sqlalchemy import func, select

from shop.models import Book, Customer, Product, db


def report():
    return {
        "products": db.session.scalar(select(func.count()).select_from(Product)),
        "books": [book.author for book in db.session.scalars(
            select(Book).where(Book.name.like("A%"))
        )],
        "customers": db.session.scalars(select(Customer)).all(),
    }
