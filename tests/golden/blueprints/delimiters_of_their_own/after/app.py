from flask import Flask, render_template, url_for

app = Flask(__name__)
app.jinja_options = {"variable_start_string": "[[", "variable_end_string": "]]"}


def index():
    return render_template("index.html")


def register_routes(app):
    app.add_url_rule("/", view_func=index)


register_routes(app)
