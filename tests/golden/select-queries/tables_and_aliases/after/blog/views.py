from sqlalchemy import case, cast, distinct, func, literal, select
from sqlalchemy.orm import aliased

from blog.models import Author, Post, db, tagging


def tables():
    rows = db.session.execute(select(tagging).where(tagging.c.post_id == 1)).all()
    ids = db.session.execute(select(tagging.c.tag_id).distinct()).all()
    return rows, ids


def aliases():
    other = aliased(Author)
    named = aliased(Post, name="named")
    same = db.session.scalars(
        select(Author).where(select(other).where(other.name == Author.name, other.id != Author.id).exists())
    ).all()
    first = db.session.scalar(select(other).order_by(other.id).limit(1))
    titles = db.session.execute(select(named.title).where(named.views > 3)).all()
    return same, first, titles


def expressions():
    kind = case((Post.views > 9, "popular"), else_="other")
    kinds = db.session.execute(select(kind.label("kind"), func.count(Post.id).label("number")).group_by(kind)).all()
    text = db.session.execute(select(cast(Post.views, db.String)).limit(1)).first()[0]
    number = db.session.scalar(select(func.count(distinct(Post.author_id))))
    one = db.session.execute(select(literal(1)).where(select(Post).exists())).scalar_one_or_none()
    product = db.session.execute(select((Post.views * 2).label("double"), (Post.views + Post.id).label("sum"))).all()
    upper = [name for (name,) in db.session.execute(
        select(func.upper(Author.name)).where(func.length(Author.name) > 3)
    )]
    return kinds, text, number, one, product, upper
