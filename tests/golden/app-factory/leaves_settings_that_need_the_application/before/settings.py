from app import app

NAME = app.name.upper()
