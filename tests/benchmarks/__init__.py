"""What the program costs beside a floor and its peers, measured side by side; run by hand, not by the tests."""
