from blog.extensions import *
from blog.models import *


def authors():
    return Author.query.order_by(Author.name).all()
