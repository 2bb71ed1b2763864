# -*- coding: latin-1 -*-
print "café"
name = u"ü"  # ä
