from main import app
from models import Item


@app.route('/')
def index():
    return str(Item.query.count.__name__)
