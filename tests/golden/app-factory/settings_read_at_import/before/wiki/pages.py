from wiki import app, log

PER_PAGE = app.config['PER_PAGE']


@app.route('/pages/<int:number>')
def page(number):
    log.info('page %d', number)
    return str(number * PER_PAGE)
