from flask import Flask

app = Flask(__name__)
app.config['LIMIT'] = 3

from shop.client import Client
from shop.filters import install

client = Client(timeout=2)
install()


@app.route('/')
def index():
    from shop import clock
    return '%s %s' % (client.limit, clock.now())
