from flask import Flask, jsonify, request
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import FlaskForm
from wtforms import StringField

app = Flask(__name__)
app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite://"
app.config["WTF_CSRF_ENABLED"] = False
app.config["SECRET_KEY"] = "notes"
db = SQLAlchemy(app)


class Note(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    text = db.Column(db.Text)


class NoteForm(FlaskForm):
    text = StringField()


@app.route("/")
def index():
    return jsonify([note.text for note in Note.query.all()])


@app.route("/notes", methods=["POST"])
def add():
    form = NoteForm(request.form)
    db.session.add(Note(text=form.text.data))
    db.session.commit()
    return "added"


with app.app_context():
    db.create_all()
