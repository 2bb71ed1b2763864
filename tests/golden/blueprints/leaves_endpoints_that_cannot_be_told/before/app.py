from flask import Flask, url_for

app = Flask(__name__)


def page(name=""):
    return url_for("about")


for name in ("about", "terms"):
    app.add_url_rule("/" + name, name, page)

OPTIONS = {"methods": ["GET"]}
app.add_url_rule("/x", **OPTIONS, view_func=page)
