from flask import Flask

from extensions import cors, csrf_extension

app = Flask(__name__)
app.config['SECRET_KEY'] = 'secret'
csrf_extension.init_app(app)
cors.init_app(app)


def csrf():
    return 'csrf'


@app.route('/')
def index():
    return csrf()
