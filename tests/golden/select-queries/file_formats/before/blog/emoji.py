from blog.models import Author, db


def index():
    return ["🎉🎉", Author.query.get("名"), "🎉"], list(Author.query)


def after_it():
    found = (Author.query
             .filter_by(name="名")
             .all())
    # 文章作者的名字都在这里。文章作者的名字都在这里。文章作者的名字都在这里。文章作者的名字都在这里。文章作者的名字都在这里。文章作者的名字都在这里。文章作者的名字都在这里。文章作者的名字都在这里。文章作者的名字都在这里。文章作者的名字都在这里。文章作者的名字都在这里。
    return found
