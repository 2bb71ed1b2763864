from flask_sqlalchemy import SQLAlchemy

db = SQLAlchemy()

tagging = db.Table(
    "tagging",
    db.Column("post_id", db.ForeignKey("post.id"), primary_key=True),
    db.Column("tag_id", db.ForeignKey("tag.id"), primary_key=True),
)


class Author(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(db.String(40), nullable=False)
    email = db.Column(db.String(80), unique=True)
    active = db.Column(db.Boolean, default=True)
    posts = db.relationship("Post", back_populates="author")


class Post(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    title = db.Column(db.String(80), nullable=False)
    views = db.Column(db.Integer, default=0)
    author_id = db.Column(db.ForeignKey("author.id"))
    author = db.relationship("Author", back_populates="posts")
    tags = db.relationship("Tag", secondary=tagging, back_populates="posts")


class Tag(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(db.String(20), nullable=False)
    posts = db.relationship("Post", secondary=tagging, back_populates="tags")
