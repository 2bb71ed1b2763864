from portal import app


@app.errorhandler(404)
def not_found(error):
    return 'nothing', 404
