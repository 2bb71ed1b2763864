from sqlalchemy import create_engine, inspect, text
from sqlalchemy.orm import declarative_base, scoped_session, sessionmaker

engine = create_engine('sqlite:///desk.db')
db_session = scoped_session(sessionmaker(autocommit=False,
                                         autoflush=False,
                                         bind=engine))
Base = declarative_base()


def init_db():
    import models
    Base.metadata.create_all(bind=engine)
    if not inspect(engine).has_table('visits'):
        with engine.begin() as connection:
            connection.execute(text('CREATE TABLE visits (day VARCHAR(10), number INTEGER)'))
    with engine.connect() as connection:
        found = connection.execute(text('SELECT count(*) FROM visits')).scalar()
    if found == 0:
        with engine.begin() as connection:
            connection.execute(text("INSERT INTO visits VALUES ('monday', 3)"))
