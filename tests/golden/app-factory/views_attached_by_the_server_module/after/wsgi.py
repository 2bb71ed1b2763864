import os

os.environ.setdefault('MODE', 'production')

from shop import create_app

app = create_app()
