from cachelib import SimpleCache

cache = SimpleCache()
settings = {"CACHE_TYPE": "simple"}
cache.set("type", settings["CACHE_TYPE"])
