from site_pkg import app

app.config['LOGGED'] = app.name

logger = app.logger.getChild('site')
