from flask import Flask

app = Flask(__name__)
app.config['LIMIT'] = 3

from shop import views
