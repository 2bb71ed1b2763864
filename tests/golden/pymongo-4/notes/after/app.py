from flask import Flask, jsonify, request
from pymongo import MongoClient

app = Flask(__name__)
db = MongoClient("mongodb://localhost").notes
notes = db["notes"]
notes.create_index("title")  # searched for


@app.route("/", methods=["POST"])
def create():
    notes.insert_one({"title": request.form["title"]})
    return jsonify(count=notes.count_documents({}))


@app.route("/all", methods=["DELETE"])
def clear():
    db.tags.delete_many({"used": False})
    return "", 204
