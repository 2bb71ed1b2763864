from blog.models import Author, Post, db


def commented():
    posts = (
        Post.query  # every post
        .filter(Post.views > 3)  # that was read
        .order_by(Post.id)  # in order
        .all()  # as a list
    )
    author = (  # the author
        Author.query
        # by name
        .filter_by(name="Ada")
        # there is one
        .one()
    )
    number = Post.query.filter(
        # read at least once
        Post.views > 0
    ).count()  # a number
    gone = Post.query.filter(
        Post.views == 0,  # never read
    ).delete()
    return posts, author, number, gone


def one_line():
    return Post.query.all()  # noqa: X100


def paged(page):
    return Post.query.order_by(Post.id).paginate(
        page=page,
        per_page=20,
        error_out=False,
    )
