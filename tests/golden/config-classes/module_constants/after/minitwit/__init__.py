from .minitwit import app
