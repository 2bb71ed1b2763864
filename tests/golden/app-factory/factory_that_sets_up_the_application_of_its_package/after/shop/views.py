from flask import Blueprint, current_app

main = Blueprint('main', __name__)


@main.route('/')
def index():
    return current_app.config['NAME']
