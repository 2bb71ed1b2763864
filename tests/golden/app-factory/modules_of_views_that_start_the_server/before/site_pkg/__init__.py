from flask import Flask

app = Flask(__name__)

from site_pkg import views
