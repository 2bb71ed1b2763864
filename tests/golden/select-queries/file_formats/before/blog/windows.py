from flask import Blueprint

from blog.models import Author, db

bp = Blueprint("windows", __name__)


@bp.route("/windows")
def index():
    found = (
        Author.query.filter_by(active=True)
        # the oldest
        .order_by(Author.id)
        .first()
    )
    return found.name
