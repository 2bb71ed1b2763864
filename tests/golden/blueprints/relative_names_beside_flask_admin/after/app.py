from flask import Blueprint, Flask, redirect, render_template, url_for
from flask_admin import Admin, AdminIndexView, BaseView, expose

bp = Blueprint("main", __name__)

app = Flask(__name__)
app.secret_key = "x"


class Home(AdminIndexView):
    @expose("/")
    def index(self):
        return redirect(url_for(".login_view"))

    @expose("/login/")
    def login_view(self):
        return url_for(".index") + url_for("main.index") + self.get_url("main.index") + self.get_url("admin.index")


class Extra(BaseView):
    @expose("/")
    def index(self):
        return self.render("extra.html")


@bp.route("/")
def index():
    return '<a href="/admin/">Click me to get to Admin!</a>' + url_for("main.index") + render_template("page.html")


@bp.route("/help")
def help_page():
    return url_for("main.index")


app.register_blueprint(bp)


admin = Admin(app, name="Example", index_view=Home())
admin.add_view(Extra(name="Extra", endpoint="extra"))
