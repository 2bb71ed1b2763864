import os
import sqlite3

from flask import Flask

app = Flask(__name__)
app.config["DATABASE"] = ":memory:"

connection = sqlite3.connect(app.config["DATABASE"], check_same_thread=False)


def create_tables():
    connection.execute("create table if not exists note (body text)")


@app.route("/")
def index():
    return str(connection.execute("select count(*) from note").fetchone())


if __name__ == "__main__":
    create_tables()
    app.run(port=int(os.environ.get("PORT", 5000)))
