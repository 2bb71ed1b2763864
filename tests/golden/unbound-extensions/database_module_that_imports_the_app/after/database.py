from extensions import db
from main import app

db.init_app(app)
