from sqlalchemy import func, select

from blog.models import Author, db


def index():
	if True:
		return db.session.scalars(select(Author).filter_by(active=True)).all()


def number():
	return db.session.scalar(select(func.count()).select_from(Author))
