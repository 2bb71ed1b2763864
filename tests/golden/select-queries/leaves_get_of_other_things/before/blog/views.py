import requests
from flask import Blueprint, request

from blog.models import Author

bp = Blueprint("blog", __name__)


class Client:
    """A client of the search service; it has a query too."""

    def __init__(self, base):
        self.query = requests.Session()
        self.base = base


search = Client("https://search.example.org")


@bp.route("/search")
def find():
    words = request.args.get("query")
    return search.query.get(search.base, params={"q": words}).text


@bp.route("/authors/<int:author_id>")
def author(author_id):
    # These raise InvalidRequestError today.
    if request.args.get("strict"):
        return Author.query.filter(Author.active).get(author_id).name
    if request.args.get("limited"):
        return Author.query.limit(1).get_or_404(author_id).name
    key = {"ident": author_id}
    return Author.query.get(**key).name
