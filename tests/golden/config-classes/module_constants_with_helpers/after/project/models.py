def names():
    return ["post"]
