from flask import Flask, url_for

site = Flask(__name__)


@site.route("/")
def index():
    return url_for("users")


from private import people
