"""The court's bundle (domain.md §3.13): one ZIP that a court takes in, reads and checks alone, with no network.

`making.made` puts it together; `verify.py` and the parts in `page/`, which become `verify.html`, check it and know
nothing of us. The same case gives the same bytes but for the time in `manifest.json` and its signature (AT-53b).
"""
