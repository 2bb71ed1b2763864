from flask import Flask
import config

admin = Flask(__name__)
admin.config.from_object(config)


@admin.route('/')
def index():
    return admin.config['DATABASE']
