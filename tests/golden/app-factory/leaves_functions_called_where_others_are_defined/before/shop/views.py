from shop import app
from shop.settings import setting

LIMIT = setting('LIMIT')


@app.route('/')
def index():
    return str(LIMIT)
