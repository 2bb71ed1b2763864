import sqlite3

from flask import Flask

app = Flask(__name__)
app.config["DATABASE"] = ":memory:"


def configure(title):
    app.config["TITLE"] = title


def init_db():
    with app.app_context():
        connection = sqlite3.connect(app.config["DATABASE"])
        connection.execute("create table if not exists page (title text)")


def main(port=5000):
    init_db()
    app.run(port=port)


configure("A site")


@app.route("/")
def index():
    return app.config["TITLE"]


if __name__ == "__main__":
    main()
