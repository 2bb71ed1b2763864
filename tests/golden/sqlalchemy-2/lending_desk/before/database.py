from sqlalchemy import create_engine
from sqlalchemy.ext.declarative import declarative_base
from sqlalchemy.orm import scoped_session, sessionmaker

engine = create_engine('sqlite:///desk.db', convert_unicode=True)
db_session = scoped_session(sessionmaker(autocommit=False,
                                         autoflush=False,
                                         bind=engine))
Base = declarative_base()


def init_db():
    import models
    Base.metadata.create_all(bind=engine)
    if not engine.has_table('visits'):
        engine.execute('CREATE TABLE visits (day VARCHAR(10), number INTEGER)')
    if engine.execute('SELECT count(*) FROM visits').scalar() == 0:
        engine.execute("INSERT INTO visits VALUES ('monday', 3)")
