from flask import Flask
import config

app = Flask(__name__)
app.config.from_object(config.Config)
app.config["OWNER"] = "eve"


@app.route("/")
def index():
    return app.config["OWNER"]
