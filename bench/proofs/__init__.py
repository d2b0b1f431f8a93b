"""`make proof`: the long proofs of what the portal promises.

A proof is a module here with a `PROOF` (see `proof.py`) and its name in `__main__.MODULES`; its short form is a test
in tests/proofs or tests/doors, which runs the same function with `short=True`.
"""
