from flask import Flask

app = Flask(__name__)
app.config["OWNER"] = "ann"
app.config["SIZE"] = 10


@app.route("/")
def index():
    return app.config["OWNER"]
