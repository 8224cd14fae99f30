"""`verify.py` in parts: what a court runs on its own machine, with Python's standard library and nothing of ours.

`verifiers.verify_py` makes one file of these modules, in which the imports among them are left out. So nothing here may
import anything but the standard library and its neighbours, and names are never used twice; Python 3.9 has to read it.
"""
