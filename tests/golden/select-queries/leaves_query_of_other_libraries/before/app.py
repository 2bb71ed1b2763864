import graphene
from flask import Flask, jsonify, request
from flask_sqlalchemy import SQLAlchemy
from google.cloud import ndb
from urllib.parse import urlparse, urlsplit

app = Flask(__name__)
db = SQLAlchemy(app)


class User(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(db.String(40))


class Employee(ndb.Model):
    name = ndb.StringProperty()


class Query(graphene.ObjectType):
    users = graphene.List(graphene.String)

    def resolve_users(self, info):
        return [each.name for each in Employee.query(Employee.name == "Ada").fetch(10)]


schema = graphene.Schema(query=Query)


class Table:
    """The table of a cloud database."""

    def query(self, **criteria):
        return [criteria]

    def first(self):
        return self.query(limit=1)[0]


table = Table()
session = {"query": "words", "user": 1}


@app.route("/")
def index():
    words = request.args["query"]
    pairs = urlparse(request.url).query.split("&")
    items = table.query(name=words)
    session["query"] = words
    employees = Employee.query().filter(Employee.name == words).get()
    return jsonify(words, pairs, items, urlsplit(request.url).query.count("="), session["query"], employees)


@app.route("/graphql", methods=["POST"])
def graphql():
    return jsonify(schema.execute(request.json["query"]).data, Employee.query().count(), request.json.get("query"))
