def f(:
    print "x"
