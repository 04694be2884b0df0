// The M step of one component, from the sums over all points, and its formulas.

import {
  GAMMA, MINUS_SIGN, MU, ONE, PI, PLUS, RIDGE, SUM, TWO, atom, below, column, covarianceOf, frac, inBrackets, letter,
  lines, matrix, number, op, row, sub, sup, under,
} from "../shared/formula.js"

// What the covariance type makes of the scatter.
export const OF_TYPE = {
  tied: "Tied: one covariance for all, from the scatters of all components added up.",
  diag: "Diagonal: the numbers off the diagonal are set to 0.",
  spherical: "Spherical: both variances are replaced by their mean, off the diagonal stands 0.",
}

// The prior's: so many points at its mean; so many by which a scatter is divided, and a scatter of their own.
const KAPPA = letter("κ", "\\kappa"), MU_0 = sub(MU, "0"), N_0 = sub(letter("n"), "0"), S_0 = sub(letter("S"), "0")
const WEIGHTED = letter("x̄", "\\bar{x}") // the mean of a component's points alone
const scatterOf = k => sub(letter("W"), k), wayOf = k => sub(letter("B"), k)

const addUp = values => values.reduce((sum, value) => sum + value, 0)

// The square of a difference: in two dimensions a matrix.
function squareOf(from, to, D) {
  const away = inBrackets(row(from, MINUS_SIGN, to))
  return D === 1 ? sup(away, TWO) : row(away, sup(away, letter("⊤", "\\top")))
}
const X_N = sub(letter("x"), "n")

const divided = (rows, count) => (rows.length === 1 ? frac(matrix(rows), count) : row(frac(ONE, count), matrix(rows)))

// Of all components, or of one.
const summed = (matrices, component, pooled) => (pooled
  ? matrices[0].map((r, i) => r.map((_, j) => addUp(matrices.map(each => each[i][j])))) : matrices[component])

function covarianceFormula(data, t, component, inNumbers) {
  const k = String(component + 1), D = data.points[0].length, pooled = data.covariance_type === "tied"
  const sum = summed(data.scatters[t], component, pooled)
  const meant = pooled
    ? row(frac(ONE, letter("N")), under(SUM, "j"), under(SUM, "n"), sub(GAMMA, "n,j"), squareOf(X_N, sub(MU, "j"), D))
    : row(frac(ONE, sub(letter("N"), k)), under(SUM, "n"), sub(GAMMA, `n,${k}`), squareOf(X_N, sub(MU, k), D))
  const ridge = symbol => (data.reg_covar ? [PLUS, symbol, ...(D > 1 ? [letter("I")] : [])] : [])
  const ridgeLine = data.reg_covar ? [{ ...row(...ridge(RIDGE)), goesOn: true }] : []
  const held = pooled ? atom(String(data.n_points)) : number(data.counts[t][component])
  return below(covarianceOf(k, D), data.prior ? meantWithPrior(k, pooled) : meant, ...ridgeLine,
    ...inNumbers(data.prior ? withPrior(data, t, component, sum, held) : divided(sum, held), ...ridge(number(data.reg_covar))),
    matrix(data.new_covariances[t][component]))
}

function meantWithPrior(k, pooled) {
  const parts = j => inBrackets(row(scatterOf(j), PLUS, wayOf(j), PLUS, S_0))
  return pooled
    ? row(frac(ONE, row(letter("N"), PLUS, letter("K"), N_0)), under(SUM, "j"), parts("j"))
    : row(frac(ONE, row(sub(letter("N"), k), PLUS, N_0)), parts(k))
}

// In numbers: the matrices added up, as three side by side have no room.
function withPrior(data, t, component, sum, held) {
  const { n, scatter } = data.prior, pooled = data.covariance_type === "tied", of = pooled ? data.counts[t].length : 1
  const way = summed(data.between[t], component, pooled)
  return divided(sum.map((r, i) => r.map((value, j) => value + way[i][j] + of * scatter[i][j])), row(held, PLUS, number(of * n)))
}

// What else stands in the mean and the covariance of a run with a prior.
function scatterFormulas(data, t, component) {
  const k = String(component + 1), N = sub(letter("N"), k), D = data.points[0].length, mean = sub(WEIGHTED, k)
  return [
    below(scatterOf(k), row(under(SUM, "n"), sub(GAMMA, `n,${k}`), squareOf(X_N, mean, D)), matrix(data.scatters[t][component])),
    below(wayOf(k), row(frac(row(KAPPA, N), row(KAPPA, PLUS, N)), squareOf(mean, MU_0, D)), matrix(data.between[t][component])),
    lines(MU_0, column(data.prior.mean)), lines(S_0, matrix(data.prior.scatter)),
  ]
}

function meanFormula(data, t, component, N, inNumbers) {
  const k = String(component + 1), sum = row(under(SUM, "n"), sub(GAMMA, `n,${k}`), X_N), made = column(data.new_means[t][component])
  const count = number(data.counts[t][component]), total = data.totals[t][component].map(value => [value])
  if (!data.prior) return lines(sub(MU, k), row(frac(ONE, N), sum), ...inNumbers(divided(total, count)), made)
  const { atMean, mean } = data.prior
  return lines(sub(MU, k), row(frac(ONE, row(N, PLUS, KAPPA)), inBrackets(row(sum, PLUS, KAPPA, MU_0))),
    ...inNumbers(divided(total.map(([value], d) => [value + atMean * mean[d]]), row(count, PLUS, number(atMean)))), made)
}

// `short`: what is asked and what it comes to, without the numbers between, and without the weight.
export function mStepFormulas(data, t, component, { short = false } = {}) {
  const inNumbers = (...pieces) => (short ? [] : [row(...pieces)])
  const k = String(component + 1), N = sub(letter("N"), k), count = data.counts[t][component]
  return [
    lines(N, row(under(SUM, "n"), sub(GAMMA, `n,${k}`), op("="), number(count))),
    meanFormula(data, t, component, N, inNumbers),
    ...(data.prior && !short ? scatterFormulas(data, t, component) : []),
    covarianceFormula(data, t, component, inNumbers),
    ...(short ? [] : [weightFormula(data, data.counts[t].length, k, count)]),
  ]
}

function weightFormula({ learn_weights, n_points }, K, k, count) {
  const made = learn_weights
    ? [frac(sub(letter("N"), k), letter("N")), frac(number(count), atom(String(n_points))), number(count / n_points)]
    : [frac(ONE, letter("K")), frac(ONE, atom(String(K))), number(1 / K)]
  return lines(sub(PI, k), row(made[0], op("="), made[1], op("="), made[2]))
}
