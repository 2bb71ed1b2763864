from flask import Flask

from options import NAME

app = Flask(__name__)


@app.route('/')
def index():
    return NAME


if __name__ == '__main__':
    app.run()
