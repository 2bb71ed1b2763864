from sqlalchemy import Column, ForeignKey, Integer, String, create_engine, func, select
from sqlalchemy.ext.declarative import declarative_base
from sqlalchemy.orm import relationship, scoped_session, sessionmaker

engine = create_engine("sqlite://")
session = scoped_session(sessionmaker(bind=engine))
Base = declarative_base()


class Owner(Base):
    __tablename__ = "owner"

    id = Column(Integer, primary_key=True)
    name = Column(String(40))
    pets = relationship("Pet", backref="owner")


class Pet(Base):
    __tablename__ = "pet"

    id = Column(Integer, primary_key=True)
    owner_id = Column(ForeignKey("owner.id"))


def owners():
    return session.scalar(select(Owner).filter_by(name="Ada").limit(1))


def pets():
    return session.scalars(select(Pet).join(Pet.owner)).all()


def owner(key):
    return session.get(Owner, key)


def keepers():
    return session.scalar(
        select(func.count()).select_from(Owner).where(Owner.pets.any())
    )
