from flask import Flask, render_template

app = Flask(__name__)


def index():
    return render_template("page.html", page="index")


def register_routes(app):
    app.add_url_rule("/", view_func=index)


register_routes(app)
