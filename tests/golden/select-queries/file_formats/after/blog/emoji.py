from sqlalchemy import select

from blog.models import Author, db


def index():
    return ["🎉🎉", db.session.get(Author, "名"), "🎉"], list(db.session.scalars(select(Author)))


def after_it():
    found = db.session.scalars(
        select(Author)
        .filter_by(name="名")
    ).all()
    # 文章作者的名字都在这里。文章作者的名字都在这里。文章作者的名字都在这里。文章作者的名字都在这里。文章作者的名字都在这里。文章作者的名字都在这里。文章作者的名字都在这里。文章作者的名字都在这里。文章作者的名字都在这里。文章作者的名字都在这里。文章作者的名字都在这里。
    return found
