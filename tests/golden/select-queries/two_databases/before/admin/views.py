from admin.models import Account


def accounts():
    return Account.query.all()
