from flask import Flask

greeting = "hello"
shown = [greeting]
greeting = "goodbye"

app = Flask(__name__)
app.config["GREETING"] = greeting + " world"


@app.route("/")
def index():
    return " ".join([*shown, app.config["GREETING"]])
