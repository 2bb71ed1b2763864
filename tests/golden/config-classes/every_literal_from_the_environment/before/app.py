from flask import Flask

app = Flask(__name__)
app.config["JSON_SORT_KEYS"] = False
app.config["ITEMS_PER_PAGE"] = 10
app.config["RATIO"] = 1.5


@app.route("/")
def index():
    return str(app.config["ITEMS_PER_PAGE"])
