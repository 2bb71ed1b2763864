import os

from flask import Flask

app = Flask(__name__)

if os.environ.get("SVC_DEBUG", "1") == "1":

    @app.route("/debug")
    def debug():
        return "debug"


try:
    import missing_package
except ImportError:
    missing_package = None

for name in ("a", "b"):
    app.logger.debug(name)


@app.route("/")
def index():
    return "index"


with app.app_context():
    from svc import pages

try:
    from svc import extra
except ImportError:
    extra = None
