"""What the program costs beside a floor and beside its peers, measured side by side: run by hand, not by the tests.

`python -m benchmarks` in the folder `tests` prints the table that README.md shows.
"""
