from flask_cors import CORS
from flask_wtf.csrf import CSRFProtect

csrf_extension = CSRFProtect()
cors = CORS()
