from flask import Flask, jsonify

app = Flask(__name__)


@app.route('/')  # /<string:name>/
def sitemap():
    return jsonify([rule.endpoint for rule in app.url_map.iter_rules() if 'static' not in rule.endpoint])


@app.route('/xxe', methods=['GET', 'POST'])   # both
def index():
    return 'index'


if __name__ == '__main__':
    app.run()
