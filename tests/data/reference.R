# Recomputes effects and p-values with metafor and base R for a grid of tables, as a peer of il2sle's own.
# Run from the top of the project: Rscript tests/data/reference.R

suppressPackageStartupMessages(library(metafor))

grid <- rbind(
  # events, n, comparator events, comparator n: the trials of the records
  c(16, 29, 9, 30), c(19, 29, 11, 30), c(7, 13, 2, 12), c(34, 50, 29, 50), c(20, 24, 15, 29), c(3, 30, 0, 29),
  # Newcombe 1998, contrasts (a) to (h)
  c(56, 70, 48, 80), c(9, 10, 3, 10), c(6, 7, 2, 7), c(5, 56, 0, 29),
  c(0, 10, 0, 20), c(0, 10, 0, 10), c(10, 10, 0, 20), c(10, 10, 0, 10),
  # every patient with the event, in both groups and in one
  c(10, 10, 12, 12), c(12, 12, 7, 12), c(7, 12, 12, 12),
  # other published tables
  c(7, 34, 1, 34), c(0, 16, 15, 72), c(84, 101, 89, 105), c(3, 4, 1, 4), c(49, 615, 67, 624),
  # the smallest, equal shares, and large ones
  c(1, 1, 0, 1), c(1, 2, 1, 2), c(10, 20, 20, 40), c(2, 150, 9, 75),
  c(1570, 8587, 1720, 8600), c(505, 88391, 499, 88391), c(5000, 10000, 5100, 10000), c(900, 1000, 100, 1000)
)

number <- function(x) if (is.finite(x)) sprintf("%.17g", x) else "null"
object <- function(...) {
  values <- c(...)
  paste0("{", paste0('"', names(values), '": ', values, collapse = ", "), "}")
}

# Nothing is added to a cell; a ratio with a zero cell has no finite variance and is written as null.
ratio <- function(measure, counts) {
  effect <- suppressWarnings(escalc(
    measure, ai = counts[1], n1i = counts[2], ci = counts[3], n2i = counts[4], add = 0, to = "none"
  ))
  x <- summary(effect)
  if (!is.finite(x$yi) || !is.finite(x$vi)) return("null")
  object(yi = number(x$yi), vi = number(x$vi), low = number(exp(x$ci.lb)), high = number(exp(x$ci.ub)))
}

wilson <- function(events, n) suppressWarnings(prop.test(events, n, correct = FALSE))$conf.int

# Method 10 of Newcombe 1998, from the Wilson limits of prop.test
difference <- function(counts) {
  p1 <- counts[1] / counts[2]
  p2 <- counts[3] / counts[4]
  w1 <- wilson(counts[1], counts[2])
  w2 <- wilson(counts[3], counts[4])
  low <- p1 - p2 - sqrt((p1 - w1[1])^2 + (w2[2] - p2)^2)
  high <- p1 - p2 + sqrt((w1[2] - p1)^2 + (p2 - w2[1])^2)
  object(value = number(p1 - p2), low = number(low), high = number(high))
}

p_values <- function(counts) {
  cells <- matrix(c(counts[1], counts[2] - counts[1], counts[3], counts[4] - counts[3]), nrow = 2)
  chi_square <- function(correct) suppressWarnings(chisq.test(cells, correct = correct))
  pearson <- chi_square(FALSE)
  n_minus_1 <- unname(pearson$statistic) * (sum(cells) - 1) / sum(cells)
  object(
    "Pearson" = number(pearson$p.value),
    "Pearson N-1" = number(pchisq(n_minus_1, 1, lower.tail = FALSE)),
    "Yates" = number(chi_square(TRUE)$p.value), "Fisher" = number(fisher.test(cells)$p.value)
  )
}

table_row <- function(counts) {
  w <- wilson(counts[1], counts[2])
  object(
    table = paste0("[", paste(counts, collapse = ", "), "]"),
    wilson = object(low = number(w[1]), high = number(w[2])),
    risk_difference = difference(counts),
    risk_ratio = ratio("RR", counts),
    odds_ratio = ratio("OR", counts),
    p_values = p_values(counts)
  )
}

rows <- apply(grid, 1, table_row)
cat(
  "{\n",
  '"r": "', R.version.string, '",\n',
  '"metafor": "', as.character(packageVersion("metafor")), '",\n',
  '"rows": [\n', paste(rows, collapse = ",\n"), "\n]\n}\n",
  sep = "", file = "tests/data/reference.json"
)
