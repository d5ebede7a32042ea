"""Evidence tables for interleukin-2 therapies in systemic lupus erythematosus."""

from importlib.metadata import version

__version__ = version("il2sle")
