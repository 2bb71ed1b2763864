from flask import Flask, jsonify
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

app = Flask(__name__)
app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite://"
db = SQLAlchemy(app)


class SearchLog(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    query = db.Column(db.String(200))


@app.route("/")
def index():
    logs = db.session.scalars(
        select(SearchLog).where(SearchLog.query.like("a%")).order_by(SearchLog.query)
    ).all()
    words = db.session.execute(select(SearchLog.query).distinct()).all()
    return jsonify([log.query for log in logs], [word for (word,) in words])
