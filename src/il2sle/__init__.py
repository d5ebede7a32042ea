"""Evidence tables for interleukin-2 therapies in systemic lupus erythematosus."""

__version__: str


def __getattr__(name: str) -> str:
    # `importlib.metadata` is slow to import, and a shell that completes a word needs no version.
    if name != "__version__":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib.metadata import version  # noqa: PLC0415

    return version("il2sle")
