from shop import create_app, db
from shop.models import Item

app = create_app()


def seed():
    db.session.add(Item(name='spoon'))
    db.session.commit()


if __name__ == '__main__':
    seed()
    print(Item.query.count(), 'items')
