from flask import Flask
from flask_caching import Cache

app = Flask(__name__)
cache = Cache(app)


def test_cache():
    assert cache is not None
