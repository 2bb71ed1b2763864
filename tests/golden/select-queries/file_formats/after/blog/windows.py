from flask import Blueprint
from sqlalchemy import select

from blog.models import Author, db

bp = Blueprint("windows", __name__)


@bp.route("/windows")
def index():
    found = db.session.scalar(
        select(Author).filter_by(active=True)
        # the oldest
        .order_by(Author.id)
        .limit(1)
    )
    return found.name
