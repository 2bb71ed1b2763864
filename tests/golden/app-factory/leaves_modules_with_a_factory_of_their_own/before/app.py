from flask import Flask

app = Flask(__name__)


def create_app(settings):
    app.config.from_object(settings)
    return app


@app.route('/')
def index():
    return 'index'
