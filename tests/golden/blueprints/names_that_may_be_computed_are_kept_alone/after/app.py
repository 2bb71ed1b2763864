from flask import Flask, redirect, request, url_for

app = Flask(__name__)

import reports
import pages

reports.register_routes(app)
pages.register_routes(app)

if __name__ == "__main__":
    app.run()
