import os

from flask import Flask

app = Flask(__name__)
if "COLOUR" in os.environ:
    app.config["COLOUR"] = os.environ["COLOUR"]
else:
    app.config["COLOUR"] = "red"
try:
    import redis
    app.config.update(CACHE="redis")
except ImportError:
    app.config["CACHE"] = "none"

if __name__ == "__main__":
    app.config["DEBUG"] = True
    app.secret_key = "x"
    app.run()
