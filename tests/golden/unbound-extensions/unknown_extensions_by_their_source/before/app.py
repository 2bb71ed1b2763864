from flask import Flask
from flask_fancy import Fancy
from flask_plain import Plain

app = Flask(__name__)
fancy = Fancy(app, colour='red')
Plain(app)
