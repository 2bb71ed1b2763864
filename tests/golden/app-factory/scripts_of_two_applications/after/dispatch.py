from werkzeug.middleware.dispatcher import DispatcherMiddleware

from admin import app as admin_app
from public import app as public_app

application = DispatcherMiddleware(public_app, {'/admin': admin_app})
