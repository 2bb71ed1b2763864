from flask import Blueprint

app = Blueprint('counting', __name__)


@app.route('/count')
def count():
    return '1'
