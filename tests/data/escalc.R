# What metafor makes of an export: risk ratio and odds ratio with their log-Wald intervals, as JSON on stdout.
# Run from the top of the project, with a CSV of the layout `metafor` as a file or on stdin:
#   il2sle export metafor --all-rows --endpoint SRI-4 --endpoint BILAG --endpoint other | Rscript tests/data/escalc.R > tests/data/escalc.json

suppressPackageStartupMessages(library(metafor))

given <- commandArgs(trailingOnly = TRUE)
data <- read.csv(if (length(given) > 0) given[1] else file("stdin"))

number <- function(x) sprintf("%.17g", x)
quoted <- function(x) paste0('"', gsub('"', '\\\\"', gsub("\\\\", "\\\\\\\\", x)), '"')
object <- function(...) {
  values <- c(...)
  paste0("{", paste0('"', names(values), '": ', values, collapse = ", "), "}")
}

# Nothing is added to a cell; a ratio without a finite variance is written as null.
effects <- function(measure) {
  x <- summary(suppressWarnings(escalc(
    measure, ai = ai, n1i = n1i, ci = ci, n2i = n2i, slab = slab, data = data, add = 0, to = "none"
  )))
  one <- function(i) {
    if (!is.finite(x$yi[i]) || !is.finite(x$vi[i])) return("null")
    object(value = number(exp(x$yi[i])), low = number(exp(x$ci.lb[i])), high = number(exp(x$ci.ub[i])))
  }
  vapply(seq_len(nrow(x)), one, "")
}

risk_ratios <- effects("RR")
odds_ratios <- effects("OR")
row <- function(i) {
  counts <- paste(data$ai[i], data$n1i[i], data$ci[i], data$n2i[i], sep = ", ")
  object(
    trial = quoted(data$trial[i]), slab = quoted(data$slab[i]), table = paste0("[", counts, "]"),
    risk_ratio = risk_ratios[i], odds_ratio = odds_ratios[i]
  )
}

cat(
  "{\n",
  '"r": ', quoted(R.version.string), ",\n",
  '"metafor": ', quoted(as.character(packageVersion("metafor"))), ",\n",
  '"rows": [\n', paste(vapply(seq_len(nrow(data)), row, ""), collapse = ",\n"), "\n]\n}\n",
  sep = ""
)
