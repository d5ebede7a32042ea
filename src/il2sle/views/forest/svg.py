"""A forest plot as SVG."""

from il2sle.evidence.forest import Plot


def plot_svg(plot: Plot, key: str) -> str:
    return "<svg/>"
