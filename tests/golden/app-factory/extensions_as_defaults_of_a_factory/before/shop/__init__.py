from flask import Flask

from shop.extensions import counter, greeter


def register(app, extensions=(counter, greeter)):
    for extension in extensions:
        extension.init_app(app)


app = Flask(__name__)
register(app)

from shop import views
