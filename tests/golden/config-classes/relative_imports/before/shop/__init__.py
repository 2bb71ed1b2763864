from .web import app
