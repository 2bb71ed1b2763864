import blog.models.texts as texts


def posts():
    return texts.Post.query.all()
