from flask import Flask

app = Flask(__name__)

from .views import *
from .pages import *

app.register_blueprint(main_bp)
app.register_blueprint(pages_bp)
