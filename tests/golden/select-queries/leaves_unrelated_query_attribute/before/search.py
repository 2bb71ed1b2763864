from urllib.parse import urlsplit

from flask import Flask, request
from flask_sqlalchemy import SQLAlchemy

app = Flask(__name__)
db = SQLAlchemy(app)


class SearchLog:
    # Not a model: a record of what people looked for.
    query = "select"


class Client:
    def query(self, text):
        return [text]


@app.route("/")
def search():
    client = Client()
    words = urlsplit(request.url).query
    return {"words": words, "found": client.query(words), "log": SearchLog.query, "raw": request.args["query"]}
