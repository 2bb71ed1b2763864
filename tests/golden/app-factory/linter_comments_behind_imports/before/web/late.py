from web import app


@app.route('/late')
def late():
    return 'late'
