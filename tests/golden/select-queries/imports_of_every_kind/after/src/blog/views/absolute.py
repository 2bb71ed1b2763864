from sqlalchemy import select

import blog.models.texts as texts


def posts():
    return texts.database.session.scalars(select(texts.Post)).all()
