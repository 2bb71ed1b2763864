import os

from flask import Flask, request
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.query import Query
from flask_sqlalchemy.record_queries import get_recorded_queries

app = Flask(__name__)
app.config['SQLALCHEMY_RECORD_QUERIES'] = True
# kept beside the program
app.config['SQLALCHEMY_DATABASE_URI'] = 'sqlite:///' + os.path.join(app.root_path, 'blog.db')
app.config['SQLALCHEMY_TRACK_MODIFICATIONS'] = False
db = SQLAlchemy(app)


post_tags = db.Table('post_tags',
                     db.Column('post_id', db.Integer, db.ForeignKey('post.id')),
                     db.Column('tag_id', db.Integer, db.ForeignKey('tag.id')))


class PostQuery(Query):
    def newest(self):
        return self.order_by(Post.id.desc())


class Post(db.Model):
    query_class = PostQuery
    id = db.Column(db.Integer, primary_key=True)
    title = db.Column(db.String(80))
    tags = db.relationship('Tag', secondary=post_tags, backref=db.backref('posts', lazy='dynamic'))


class Tag(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(db.String(20))


class UserID(db.Model):
    __tablename__ = "userID"
    id = db.Column(db.Integer, primary_key=True)


def fill():
    if Post.query.count() == 0:
        for number in range(30):
            db.session.add(Post(title='Post %d' % number))
        db.session.commit()


@app.after_request
def slow_queries(response):
    for query in get_recorded_queries():
        if query.duration > 0.5:
            app.logger.warning('slow: %s in %s', query.statement, query.location)
    return response


@app.route('/')
def index():
    page = request.args.get('page', 1, type=int)
    posts = Post.query.newest().paginate(page=page, per_page=5, error_out=False)
    return ', '.join(post.title for post in posts.items)


@app.route('/tables')
def tables():
    return ' '.join(sorted(db.metadata.tables))


with app.app_context():
    db.create_all()
    fill()

if __name__ == '__main__':
    app.run()
