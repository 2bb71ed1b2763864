import application

app = application.application


@application.app.route('/late')
def late():
    return application.flask.url_for('index')
