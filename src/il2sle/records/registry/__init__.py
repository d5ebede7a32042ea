"""Study files of ClinicalTrials.gov (API v2): read into plain values, each with its place in the JSON."""
