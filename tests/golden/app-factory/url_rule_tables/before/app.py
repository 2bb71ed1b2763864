from flask import Flask

import views

app = Flask(__name__, subdomain_matching=True)
app.config['SERVER_NAME'] = 'example.com'
app.static_folder = 'assets'
app.url_map.strict_slashes = False

RULES = [
    ('/', 'index', views.index),
    ('/about', 'about', views.about),
]

for rule, endpoint, view in RULES:
    app.add_url_rule(rule, endpoint, view)

app.add_url_rule('/status', subdomain='api', view_func=views.status)
