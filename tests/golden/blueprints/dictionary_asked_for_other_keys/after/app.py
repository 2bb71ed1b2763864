from flask import Flask, g, render_template, request

app = Flask(__name__)
TITLES = {'index': 'Home', 'about': 'About us'}


@app.template_filter('title_of')
def title_of(page):
    return TITLES[page]


@app.before_request
def name_page():
    g.title = TITLES.get(request.endpoint, '')


def index():
    return render_template('index.html')


def about():
    return g.title


def register_routes(app):
    app.add_url_rule('/', view_func=index)
    app.add_url_rule('/about', view_func=about)


register_routes(app)
