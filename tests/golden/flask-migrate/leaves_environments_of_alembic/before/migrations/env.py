from alembic import context
from sqlalchemy import create_engine

from shop import db

engine = create_engine("sqlite://")
url = str(engine.url)
context.configure(url=url, connection=db.get_engine())
