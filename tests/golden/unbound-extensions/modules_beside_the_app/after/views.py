from app import app
from extensions import db
from models import Entry


@app.route('/')
def index():
    return str(db.session.query(Entry.id).statement)
