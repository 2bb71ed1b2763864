import views
from flask import Flask, url_for
from flask.views import MethodView, View

app = Flask(__name__)


class Users(MethodView):
    def get(self, user_id):
        return "all" if user_id is None else url_for("user_api", user_id=user_id)

    def post(self):
        return "new"


class Page(View):
    def dispatch_request(self):
        return url_for("front") + url_for("about_us") + url_for("legal") + url_for("numbers", page=1)


user_view = Users.as_view("user_api")
app.add_url_rule("/users/", defaults={"user_id": None}, view_func=user_view, methods=["GET"])
app.add_url_rule("/users/", view_func=user_view, methods=["POST"])
app.add_url_rule("/users/<int:user_id>", view_func=user_view, methods=["GET"])
app.add_url_rule("/page", view_func=Page.as_view(name="page"))
app.add_url_rule("/", "front", views.index)
app.add_url_rule("/about", view_func=views.about, endpoint="about_us")
app.add_url_rule("/legal", None, views.legal)
app.add_url_rule("/help", view_func=views.help_page)


@app.route("/numbers/", defaults={"page": 1})
@app.route("/numbers/<int:page>", endpoint="numbers")
@app.route("/numbers/<int:page>/all")
def numbers(page):
    return url_for("numbers", page=page) + url_for("user_api")
