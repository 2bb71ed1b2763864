from flask import Flask, jsonify

from records import meta as db
from records.models import Source

app = Flask(__name__)
db.start()
db.session.add_all([Source(name=name) for name in ("first", "second")])
db.session.commit()


@app.route("/")
def index():
    return jsonify([source.name for source in db.session.query(Source).order_by(Source.id)])


@app.route("/<name>")
def one(name):
    return str(Source.by_name(name).id)
