from flask import Flask


def get_config():
    return 1


app = Flask(__name__)
app.config["COLOUR"] = "red"
