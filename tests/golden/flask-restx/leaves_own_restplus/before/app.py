class flask_restplus:
    Api = dict


print(flask_restplus.Api())
