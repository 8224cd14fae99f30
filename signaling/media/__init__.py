"""Media: control plane on the event loop, data plane behind the port in `plane.py`. Never decodes."""
