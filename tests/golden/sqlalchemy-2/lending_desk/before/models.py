from sqlalchemy import Column, ForeignKey, Integer, String
from sqlalchemy.orm import relation

from database import Base


class Reader(Base):
    __tablename__ = 'readers'
    id = Column(Integer, primary_key=True)
    name = Column(String(50))


class Loan(Base):
    __tablename__ = 'loans'
    id = Column(Integer, primary_key=True)
    title = Column(String(50))
    days = Column(Integer)
    reader_id = Column(Integer, ForeignKey('readers.id'))
    reader = relation(Reader, backref='loans')
