"""From a study file of a registry to a draft record: what can be mapped stands as data, the rest in comments."""
