"""Who vouches: the ports to a certificate authority and a timestamp authority, and the in-house 测试 ones.

A licensed provider (电子签名法 art. 16) takes the place of either by filling its port; nothing else changes.
No PDF here.
"""
