"""Whether a paper is what it claims to be: read by somebody who believes nothing but the roots named to them.

`verification.verify_file` is the door. Nothing here knows how files are made: what must hold is written down a second
time, from the standards and the policy, so that a mistake of the maker is no excuse for the reader.
"""
