from flask_cache import Cache

cache = Cache()
