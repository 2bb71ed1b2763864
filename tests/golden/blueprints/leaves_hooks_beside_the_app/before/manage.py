from app import app


@app.shell_context_processor
def shell():
    return {"app": app}


@app.teardown_appcontext
def done(error):
    pass
