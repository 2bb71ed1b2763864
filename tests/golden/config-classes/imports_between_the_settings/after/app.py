from flask import Flask

from config import get_config

app = Flask(__name__)
app.config.from_object(get_config())


@app.route("/")
def index():
    return f"{app.config['POSTS_PER_PAGE']} {app.config['REMEMBER_COOKIE_DURATION']} {app.debug}"
