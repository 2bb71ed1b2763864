from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

if TYPE_CHECKING:
    from blog.models import Post


def first() -> Post:
    from blog.models import Post
    from blog.extensions import database

    return database.session.scalar(select(Post).limit(1))
