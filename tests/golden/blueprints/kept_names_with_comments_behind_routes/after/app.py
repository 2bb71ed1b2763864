from flask import Flask, jsonify

app = Flask(__name__)


# /<string:name>/
def sitemap():
    return jsonify([rule.endpoint for rule in app.url_map.iter_rules() if 'static' not in rule.endpoint])


# both
def index():
    return 'index'


def register_routes(app):
    app.add_url_rule('/', view_func=sitemap)
    app.add_url_rule('/xxe', view_func=index, methods=['GET', 'POST'])


register_routes(app)


if __name__ == '__main__':
    app.run()
