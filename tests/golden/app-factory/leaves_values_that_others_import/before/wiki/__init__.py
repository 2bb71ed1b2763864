from flask import Flask
from itsdangerous import URLSafeSerializer

app = Flask(__name__)
app.config['SECRET_KEY'] = 'x'
serializer = URLSafeSerializer(app.config['SECRET_KEY'])

from wiki import views
