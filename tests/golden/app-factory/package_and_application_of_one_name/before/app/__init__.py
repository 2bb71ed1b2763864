from flask import Flask

app = Flask(__name__)
app.config['NAME'] = 'app'

from app import views
