from flask import Flask

app = Flask(__name__)


@app.route('/')
def index():
    return app.config.get('NAME', 'nobody')


def create_app():
    app.config['NAME'] = 'shop'
    return app
