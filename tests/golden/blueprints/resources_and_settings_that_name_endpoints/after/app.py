from flask import Blueprint, Flask, url_for
from flask_login import LoginManager
from flask_restful import Api, Resource, fields, marshal_with

bp = Blueprint("main", __name__)

app = Flask(__name__)
app.config["SECURITY_POST_LOGIN_VIEW"] = "main.index"
app.config["SECURITY_POST_LOGOUT_VIEW"] = "/"
app.config["USER_AFTER_LOGIN_ENDPOINT"] = "main.account"
app.secret_key = "x"
login_manager = LoginManager()
login_manager.init_app(app)
login_manager.login_view = "main.account"
login_manager.refresh_view = "main.index"
login_manager.blueprint_login_views = {"admin": "main.account", "other": "/login"}
api = Api(app)

FIELDS = {"name": fields.String, "self": fields.Url("book"), "home": fields.Url("main.index", absolute=True)}


class Book(Resource):
    @marshal_with(FIELDS)
    def get(self, number):
        return {"name": "book", "number": number}


api.add_resource(Book, "/books/<int:number>", endpoint="book")


@bp.route("/")
def index():
    return api.url_for(Book, number=3) + url_for("book", number=1)


@bp.route("/account")
def account():
    return app.url_for("main.index")


app.register_blueprint(bp)
