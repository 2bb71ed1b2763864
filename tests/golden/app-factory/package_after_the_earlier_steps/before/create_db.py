from blog import app
from blog.extensions import db

with app.app_context():
    db.create_all()
