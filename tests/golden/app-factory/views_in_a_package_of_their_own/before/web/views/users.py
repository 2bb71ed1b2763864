from web.main import app


@app.route('/users')
def users():
    return 'users %d' % app.config['LIMIT']
