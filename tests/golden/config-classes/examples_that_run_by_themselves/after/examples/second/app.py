from flask import Flask
import flask_things
from config import get_config

app = Flask(__name__)
app.config.from_object(get_config())

if __name__ == "__main__":
    app.run()
