from shop import create_app, db
from shop.models import Item

app = create_app()


def seed():
    db.session.add(Item(name='spoon'))
    db.session.commit()


if __name__ == '__main__':
    with app.app_context():
        seed()
        print(Item.query.count(), 'items')
