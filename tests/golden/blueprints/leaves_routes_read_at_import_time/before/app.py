from flask import Flask

app = Flask(__name__)


@app.route("/")
def index():
    return "index"


RULES = [rule.rule for rule in app.url_map.iter_rules()]


@app.route("/rules")
def rules():
    return " ".join(RULES)
