from mine import client

notes = client.shop.notes
names = ["susan"]


def fill():
    notes.insert({"title": "a"})
    notes.remove({"title": "a"})
    names.insert(0, "david")
    names.remove("susan")
    return names.count("john")
