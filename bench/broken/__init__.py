"""`python -m bench.broken [P01 …]`: breaks each promise on purpose and sees whether one of its tests fails.

A promise's ways of breaking stand in the list of its part, each an honest mistake that a later change may make.
"""
