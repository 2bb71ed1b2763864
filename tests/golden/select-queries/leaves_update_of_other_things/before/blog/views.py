import hashlib

from flask import Blueprint, request

from blog.models import Post

bp = Blueprint("blog", __name__)


class Form:
    def __init__(self):
        self.query = {}


@bp.route("/search", methods=["POST"])
def search():
    form = Form()
    form.query.update({"views": 0})
    form.query.update(request.args)
    return hashlib.sha256(request.query_string).hexdigest()


@bp.route("/ordered", methods=["POST"])
def ordered():
    Post.query.filter_by(id=1).update([("views", 1), ("title", "x")], update_args={"preserve_parameter_order": True})
    everything = ({"views": 0},)
    Post.query.update(*everything)
    return "done"
