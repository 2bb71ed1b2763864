import sqlite3

from peewee import Model, SqliteDatabase
from sqlalchemy import create_engine, select, text
from sqlalchemy.orm import Session

database = SqliteDatabase("report.db")
connection = sqlite3.connect("report.db")
engine = create_engine("sqlite:///report.db")


class Entry(Model):
    class Meta:
        database = database


def names():
    cursor = connection.cursor()
    cursor.execute("SELECT name FROM entries")
    return ", ".join(row[0] for row in cursor.fetchall())


def entries(order):
    return Entry.select(Entry.name).join("tags").order_by(order).execute()


def counted():
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM entries WHERE name IS NULL"))
    with Session(engine) as session:
        return session.execute(select(text("count(*)")).select_from(text("entries"))).scalar()


class Desk:
    def execute(self, text):
        return {"text": text}

    def join(self, name):
        return self


def asked(desk=Desk()):
    row = desk.join("names").execute("SELECT 1")
    return row["text"], dict(row), row.keys()
