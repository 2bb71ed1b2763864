import urllib.request

print(urllib.request.Request)
