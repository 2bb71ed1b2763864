from store import app

__all__ = ['gone']

@app.errorhandler(410)
def gone(error):
    return 'gone', 410
