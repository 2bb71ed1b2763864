import csv
import io
import os

from flask import Blueprint, abort, current_app, jsonify, request, send_file
from werkzeug.utils import safe_join

from shop import db

stock = Blueprint("stock", __name__)


class Item(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(db.String(80))

    def as_dict(self):
        return {"id": self.id, "name": self.name}


@stock.route("/items", methods=["POST"])
def add():
    data = request.get_json(silent=True)
    if not data or "name" not in data:
        abort(400)
    item = Item(name=data["name"])
    db.session.add(item)
    db.session.commit()
    return jsonify(item), 201


@stock.route("/items.csv")
def table():
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(["id", "name"])
    return send_file(io.BytesIO(text.getvalue().encode()), mimetype="text/csv", download_name="items.csv")


@stock.route("/pictures/<path:name>")
def picture(name):
    path = safe_join(current_app.root_path, name)
    if path is None:
        abort(404)
    if os.path.exists(path):
        return send_file(path)
    abort(404)
