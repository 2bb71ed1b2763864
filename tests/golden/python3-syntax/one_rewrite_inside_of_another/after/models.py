class Page(object):
    def __str__(self):
        return u"page"


def titles(pages):
    return [str(each) for each in sorted(pages.items(), key=lambda a: a[1])]
