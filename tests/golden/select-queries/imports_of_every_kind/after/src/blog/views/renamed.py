from sqlalchemy import func, select

from ..models.texts import Post as Text
from ..extensions import database


def texts():
    return database.session.scalar(
        select(func.count()).select_from(Text).where(Text.title != "")
    )
