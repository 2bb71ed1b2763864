from collections import namedtuple

from flask import Blueprint, jsonify, request

bp = Blueprint("blog", __name__)

Search = namedtuple("Search", "query limit")


@bp.route("/words")
def words():
    search = Search(request.args["query"].split(), 3)
    found = [word for word in search.query if len(word) > search.limit]
    for word in Search(["a"], 0).query:
        found.append(word)
    return jsonify(found, list(search.query), sorted(search.query))
