from flask import Flask

from admin.settings import get_config

app = Flask(__name__)
app.config.from_object(get_config())

from admin import views
