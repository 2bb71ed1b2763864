from flask_sqlalchemy import SQLAlchemy

# The database
db = SQLAlchemy()
