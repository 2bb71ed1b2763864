import flask
from flask import send_file, send_from_directory

from blog import app


@app.route('/title/<text>', methods='GET')
def title(text):
    return flask.Markup('<h1>%s</h1>') % flask.escape(text)


@app.route('/backup')
def backup():
    return send_file(app.config['DATABASE'], as_attachment=True,
                     attachment_filename='blog.db',  # a copy
                     cache_timeout=0)


@app.route('/theme/<path:name>')
def theme(name):
    return send_from_directory('theme', filename=name, add_etags=False)
