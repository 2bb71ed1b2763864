from typing import Final

from flask import Flask

TITLE: Final = "annotated"

app: Flask = Flask(__name__, static_folder=None)
app.config.from_mapping(TITLE=TITLE)


@app.route("/")
def index() -> str:
    return str(app.config["TITLE"])
