import views
from flask import Blueprint, Flask, url_for
from flask.views import MethodView, View

bp = Blueprint("main", __name__)

app = Flask(__name__)


class Users(MethodView):
    def get(self, user_id):
        return "all" if user_id is None else url_for("main.user_api", user_id=user_id)

    def post(self):
        return "new"


class Page(View):
    def dispatch_request(self):
        return url_for("main.front") + url_for("main.about_us") + url_for("main.legal") + url_for("main.numbers", page=1)


user_view = Users.as_view("user_api")
bp.add_url_rule("/users/", defaults={"user_id": None}, view_func=user_view, methods=["GET"])
bp.add_url_rule("/users/", view_func=user_view, methods=["POST"])
bp.add_url_rule("/users/<int:user_id>", view_func=user_view, methods=["GET"])
bp.add_url_rule("/page", view_func=Page.as_view(name="page"))
bp.add_url_rule("/", "front", views.index)
bp.add_url_rule("/about", view_func=views.about, endpoint="about_us")
bp.add_url_rule("/legal", None, views.legal)
bp.add_url_rule("/help", view_func=views.help_page)


@bp.route("/numbers/", defaults={"page": 1})
@bp.route("/numbers/<int:page>", endpoint="numbers")
@bp.route("/numbers/<int:page>/all")
def numbers(page):
    return url_for("main.numbers", page=page) + url_for("main.user_api")


app.register_blueprint(bp)
