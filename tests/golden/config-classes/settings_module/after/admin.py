from flask import Flask

from config import get_config

admin = Flask(__name__)
admin.config.from_object(get_config())


@admin.route('/')
def index():
    return admin.config['DATABASE']
