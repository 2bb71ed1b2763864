from flask import Flask

app = Flask(__name__)


def in_menu(app, text):
    def mark(view):
        app.config.setdefault("MENU", []).append((view.__name__, text))
        return view

    return mark


@app.route("/")
@in_menu(app, "Home")
def index():
    return str(app.config["MENU"])
