from flask import Flask, url_for
from flask_login import LoginManager
from flask_restful import Api, Resource, fields, marshal_with

app = Flask(__name__)
app.config["SECURITY_POST_LOGIN_VIEW"] = "index"
app.config["SECURITY_POST_LOGOUT_VIEW"] = "/"
app.config["USER_AFTER_LOGIN_ENDPOINT"] = "account"
app.secret_key = "x"
login_manager = LoginManager()
login_manager.init_app(app)
login_manager.login_view = "account"
login_manager.refresh_view = "index"
login_manager.blueprint_login_views = {"admin": "account", "other": "/login"}
api = Api(app)

FIELDS = {"name": fields.String, "self": fields.Url("book"), "home": fields.Url("index", absolute=True)}


class Book(Resource):
    @marshal_with(FIELDS)
    def get(self, number):
        return {"name": "book", "number": number}


api.add_resource(Book, "/books/<int:number>", endpoint="book")


@app.route("/")
def index():
    return api.url_for(Book, number=3) + url_for("book", number=1)


@app.route("/account")
def account():
    return app.url_for("index")
