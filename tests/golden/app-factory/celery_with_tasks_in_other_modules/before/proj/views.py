from proj import app, celery


@app.route('/')
def index():
    from proj.tasks import count
    return count.delay().get()


@app.route('/registered')
def registered():
    return str('proj.tasks.count' in celery.tasks)
