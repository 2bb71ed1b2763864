from flask import Flask

from config import get_config

app = Flask(__name__)
app.config.from_object(get_config())

from app import views
