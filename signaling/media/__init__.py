"""Media: control plane on the event loop, data plane behind the port in `plane.py`. Never decodes.

`control.MediaControl` is the one door for the rest of the server; `relay.RelayPlane` is the pure-Python plane to give
it.
"""
