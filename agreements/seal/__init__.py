"""Signatures in PDFs: fields, certification, a person's signature, the closing timestamp. One of pyHanko's two doors.

Design and traps: each file has all its fields from the start, the platform certifies them (DocMDP: fill only), persons
sign in existing fields alone, and one last revision adds validation data under a timestamp over the entire file.
"""
