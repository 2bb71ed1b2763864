from flask import Flask

import hooks
from audit import Audit

app = Flask(__name__)
app.config["FIRST"] = 1
app.config["AUDIT_LEVEL"] = 2
audit = Audit(app)
app.config["SECOND"] = 2
app.config.from_pyfile("local.cfg", silent=True)
app.config["FIRST"] = 3


@app.route("/")
def index():
    return str(app.config["SECOND"] + audit.level)
