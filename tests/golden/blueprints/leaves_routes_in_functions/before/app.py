from flask import Flask

app = Flask(__name__)


def register():
    @app.route("/")
    def index():
        return "index"

    app.add_url_rule("/again", "again", index)


register()
