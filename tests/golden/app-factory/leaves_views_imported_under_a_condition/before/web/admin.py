from web import app


@app.route('/admin')
def admin():
    return 'admin'
