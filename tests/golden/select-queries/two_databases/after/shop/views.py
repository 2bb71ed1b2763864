from admin.models import Account
from sqlalchemy import func, select
from shop.database import db
from shop.models import Product


def everything():
    # The products live in one database, the accounts in the other.
    return db.session.scalars(select(Product)).all() + [account for account in Account.query.filter(Account.id > 3)]


def numbers():
    return db.session.scalar(select(func.count()).select_from(Product))
