from blog.app import app
from blog.models import Author, Post, db

with app.app_context():
    for author in Author.query.all():
        print(author.name)
    if Post.query.count() == 0:
        db.session.add(Post(title="first", author=Author.query.filter_by(name="Ada").first()))
        db.session.commit()
    names = [name for (name,) in db.session.query(Author.name)]

if __name__ == "__main__":
    with app.app_context():
        query = Post.query
        print(query.count())
