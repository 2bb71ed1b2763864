from flask import send_file, send_from_directory
from markupsafe import Markup, escape

from blog import app


@app.route('/title/<text>', methods=['GET'])
def title(text):
    return Markup('<h1>%s</h1>') % escape(text)


@app.route('/backup')
def backup():
    return send_file(app.config['DATABASE'], as_attachment=True,
                     download_name='blog.db',  # a copy
                     max_age=0)


@app.route('/theme/<path:name>')
def theme(name):
    return send_from_directory('theme', path=name, etag=False)
