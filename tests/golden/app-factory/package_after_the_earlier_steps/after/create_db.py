from blog import create_app
from blog.extensions import db

app = create_app()

with app.app_context():
    db.create_all()
