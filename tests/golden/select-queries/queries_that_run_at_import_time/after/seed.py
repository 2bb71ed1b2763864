from sqlalchemy import func, select

from blog.app import app
from blog.models import Author, Post, db

with app.app_context():
    for author in db.session.scalars(select(Author)).all():
        print(author.name)
    if db.session.scalar(select(func.count()).select_from(Post)) == 0:
        db.session.add(Post(title="first", author=db.session.scalar(
            select(Author).filter_by(name="Ada").limit(1)
        )))
        db.session.commit()
    names = [name for (name,) in db.session.execute(select(Author.name))]

if __name__ == "__main__":
    with app.app_context():
        query = Post.query
        print(query.count())
