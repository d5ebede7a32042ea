# The risk differences of an export of the layout `metafor`, each with its 95% interval, as CSV on stdout.

suppressPackageStartupMessages(library(metafor))

data <- read.csv(commandArgs(trailingOnly = TRUE)[1])
effects <- escalc("RD", ai = ai, n1i = n1i, ci = ci, n2i = n2i, slab = slab, data = data, add = 0, to = "none")
write.csv(summary(effects)[c("slab", "yi", "ci.lb", "ci.ub")], row.names = FALSE)
