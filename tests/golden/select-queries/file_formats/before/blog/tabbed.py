from blog.models import Author, db


def index():
	if True:
		return Author.query.filter_by(active=True).all()


def number():
	return Author.query.count()
