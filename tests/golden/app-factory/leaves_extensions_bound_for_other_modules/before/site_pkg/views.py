from site_pkg import app, mail


@app.route('/')
def index():
    mail.connect()
    return 'sent'
