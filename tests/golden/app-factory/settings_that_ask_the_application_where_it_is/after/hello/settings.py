import os

DATABASE = os.path.join(os.path.dirname(os.path.abspath(os.path.dirname(__file__))), 'data.db')
