"""Evidence tables for interleukin-2 therapies in systemic lupus erythematosus."""

# Here and not in the metadata alone, which take longer to ask than a shell should wait that completes a word.
__version__ = "0.2.0"
