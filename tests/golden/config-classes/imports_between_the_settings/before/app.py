from flask import Flask

app = Flask(__name__)
app.config.from_object("config")


@app.route("/")
def index():
    return f"{app.config['POSTS_PER_PAGE']} {app.config['REMEMBER_COOKIE_DURATION']} {app.debug}"
