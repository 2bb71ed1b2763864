import os

from flask import Blueprint, Flask

bp = Blueprint("main", __name__)

app = Flask(__name__)

if os.environ.get("SVC_DEBUG", "1") == "1":

    @bp.route("/debug")
    def debug():
        return "debug"


try:
    import missing_package
except ImportError:
    missing_package = None

for name in ("a", "b"):
    app.logger.debug(name)


@bp.route("/")
def index():
    return "index"


app.register_blueprint(bp)


with app.app_context():
    from svc import pages
    app.register_blueprint(pages.bp)

try:
    from svc import extra
    app.register_blueprint(extra.bp)
except ImportError:
    extra = None
