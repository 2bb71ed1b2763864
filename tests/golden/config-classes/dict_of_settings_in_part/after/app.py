from flask import Flask

from config import get_config

app = Flask(__name__)
app.config.from_object(get_config())
app.config.update({"lower": "two"})
app.config.update(dict(x=1))
app.config.from_mapping(
    {
        # not upper-case
        "size": 3,
    }
)


@app.route("/")
def index():
    return app.config["lower"] + app.config["ANOTHER"] + app.config["COLOUR"]
