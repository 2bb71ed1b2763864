from flask_admin import Admin
from flask_babel import Babel
from flask_caching import Cache
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import MetaData

db = SQLAlchemy(metadata=MetaData(schema=None), session_options={'autoflush': False})
migrate = Migrate(render_as_batch=True)
babel = Babel()
cache = Cache(config={
    'CACHE_TYPE': 'SimpleCache',  # in this process
    'CACHE_DEFAULT_TIMEOUT': 5,
})
limiter = Limiter(get_remote_address, default_limits=['100 per day'], storage_uri='memory://')
admin = Admin(name='Office',
              url='/office')
