from mine import patch_request_class

patch_request_class("app", 1024)
