from ..models.texts import Post as Text


def texts():
    return Text.query.filter(Text.title != "").count()
