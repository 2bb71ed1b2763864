from flask import Flask, jsonify
from flask_sqlalchemy import SQLAlchemy

app = Flask(__name__)
db = SQLAlchemy(app)


class SearchLog(db.Model):
    """What was looked for. Its column hides the query of the model."""

    id = db.Column(db.Integer, primary_key=True)
    query = db.Column(db.String(200))


class Report(db.Model):
    id = db.Column(db.Integer, primary_key=True)

    @property
    def query(self):
        return SearchLog.query.ilike("%report%")


@app.route("/")
def index():
    matching = SearchLog.query.like("%words%")
    return jsonify(str(matching), str(SearchLog.query.desc()), [str(each.query) for each in [Report(id=1)]])
