from flask import url_for

from blog import app


@app.route('/admin')
def admin_index():
    return url_for('index')
