print("x")
value = u"é"