"""Evidence: effects, exposure, checks and the comparison. Pure: plain rows out, nothing printed."""
