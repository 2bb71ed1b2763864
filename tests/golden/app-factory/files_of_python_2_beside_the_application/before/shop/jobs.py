from main import app


def run(async=False):
    print "running", app.config['NAME']
