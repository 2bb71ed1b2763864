from flask import Flask, jsonify

from project.config import get_config


# create and initialize a new Flask app
app = Flask(__name__)
# load the config
app.config.from_object(get_config())

from project import models


@app.route("/")
def index():
    return jsonify(names=models.names(), uri=app.config["SQLALCHEMY_DATABASE_URI"].rpartition("/")[2])
