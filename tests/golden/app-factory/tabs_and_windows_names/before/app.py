from flask import Flask

app = Flask(__name__)
if app.debug:
	app.config['X'] = """
	kept"""


@app.route('/')
def index():
	return app.config.get('X', '')


if __name__ == '__main__':
	app.run()
