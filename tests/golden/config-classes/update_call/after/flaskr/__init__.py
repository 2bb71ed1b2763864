from .flaskr import app
