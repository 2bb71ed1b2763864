from flask import Flask

import hooks
from audit import Audit
from config import get_config

app = Flask(__name__)
app.config.from_object(get_config())
audit = Audit(app)
app.config["SECOND"] = 2
app.config.from_pyfile("local.cfg", silent=True)
app.config["FIRST"] = 3


@app.route("/")
def index():
    return str(app.config["SECOND"] + audit.level)
