from flask import Blueprint
from shop import app

main = Blueprint('main', __name__)


@main.route('/')
def index():
    return app.config['NAME']
