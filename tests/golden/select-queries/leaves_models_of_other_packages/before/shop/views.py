from blog_kit.models import Category
from blog_kit.words import Words

from shop.models import Batch, Page, Search


def listing():
    return Page.query.all(), Batch.query.filter(Batch.id > 3).first(), Category.query.all()


def others():
    return Search.query.all(), Words.query.all()
