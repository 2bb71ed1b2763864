from flask import Flask

app = Flask(__name__)
from store.views import index, LIMIT
from store.errors import *
from store.errors import errors_bp
from store.views import bp as main_bp

app.register_blueprint(main_bp)
app.register_blueprint(errors_bp)

app.config["LIMIT"] = LIMIT
