from flask import Flask

app = Flask(__name__)
app.config.update({"A_KEY": "one", "lower": "two", "ANOTHER": "three"})
app.config.update(dict(x=1, COLOUR="red"))
app.config.from_mapping(
    {
        "SHAPE": "round",  # or square
        # not upper-case
        "size": 3,
    }
)


@app.route("/")
def index():
    return app.config["lower"] + app.config["ANOTHER"] + app.config["COLOUR"]
