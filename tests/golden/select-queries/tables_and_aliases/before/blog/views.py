from sqlalchemy import case, cast, distinct, func, literal
from sqlalchemy.orm import aliased

from blog.models import Author, Post, db, tagging


def tables():
    rows = db.session.query(tagging).filter(tagging.c.post_id == 1).all()
    ids = db.session.query(tagging.c.tag_id).distinct().all()
    return rows, ids


def aliases():
    other = aliased(Author)
    named = aliased(Post, name="named")
    same = db.session.query(Author).filter(db.session.query(other).filter(other.name == Author.name, other.id != Author.id).exists()).all()
    first = db.session.query(other).order_by(other.id).first()
    titles = db.session.query(named.title).filter(named.views > 3).all()
    return same, first, titles


def expressions():
    kind = case((Post.views > 9, "popular"), else_="other")
    kinds = db.session.query(kind.label("kind"), func.count(Post.id).label("number")).group_by(kind).all()
    text = db.session.query(cast(Post.views, db.String)).first()[0]
    number = db.session.query(func.count(distinct(Post.author_id))).scalar()
    one = db.session.query(literal(1)).filter(Post.query.exists()).scalar()
    product = db.session.query((Post.views * 2).label("double"), (Post.views + Post.id).label("sum")).all()
    upper = [name for (name,) in db.session.query(func.upper(Author.name)).filter(func.length(Author.name) > 3)]
    return kinds, text, number, one, product, upper
