class Page(object):
    def __unicode__(self):
        return u"page"

    def __str__(self):
        return unicode(self).encode("utf-8")


def titles(pages):
    return [unicode(each) for each in sorted(pages.iteritems(), cmp=lambda a, b: cmp(a[1], b[1]))]
