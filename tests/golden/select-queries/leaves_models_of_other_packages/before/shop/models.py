from blog_kit.basemodels import BaseMixin

from shop import db


def made_base():
    return db.make_declarative_base(object)


class Page(BaseMixin):
    pass


class Batch(made_base()):
    pass


class Search:
    """Has a query, and is no model."""

    query = {"all": list, "filter": filter}
