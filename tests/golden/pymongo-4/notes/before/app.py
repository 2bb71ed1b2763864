from flask import Flask, jsonify, request
from pymongo import MongoClient

app = Flask(__name__)
db = MongoClient("mongodb://localhost").notes
notes = db["notes"]
notes.ensure_index("title")  # searched for


@app.route("/", methods=["POST"])
def create():
    notes.insert({"title": request.form["title"]})
    return jsonify(count=notes.find().count())


@app.route("/all", methods=["DELETE"])
def clear():
    db.tags.remove({"used": False})
    return "", 204
