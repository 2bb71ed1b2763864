from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from blog.models import Post


def first() -> Post:
    from blog.models import Post

    return Post.query.first()
