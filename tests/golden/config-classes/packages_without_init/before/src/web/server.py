from flask import Flask

app = Flask(__name__)
app.config["PAGE_SIZE"] = 20


@app.route("/")
def index():
    return str(app.config["PAGE_SIZE"])
