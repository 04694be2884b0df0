// The M step of one component, from the sums over all points, and its formulas.

import {
  GAMMA, MINUS_SIGN, MU, ONE, PI, PLUS, RIDGE, SUM, TWO, atom, below, column, covarianceOf, frac, inBrackets, letter,
  lines, matrix, number, op, row, sub, sup, under,
} from "../shared/formula.js"

// What the covariance type makes of the scatter.
export const OF_TYPE = {
  tied: "Tied: one covariance for all, the scatters of all components added up and divided by N.",
  diag: "Diagonal: the numbers off the diagonal are set to 0.",
  spherical: "Spherical: both variances are replaced by their mean, off the diagonal stands 0.",
}

const addUp = values => values.reduce((sum, value) => sum + value, 0)

// The square of x_n - mu_k: in two dimensions a matrix.
function squareOf(k, D) {
  const away = inBrackets(row(sub(letter("x"), "n"), MINUS_SIGN, sub(MU, k)))
  return D === 1 ? sup(away, TWO) : row(away, sup(away, letter("⊤", "\\top")))
}

const divided = (rows, count) => (rows.length === 1 ? frac(matrix(rows), count) : row(frac(ONE, count), matrix(rows)))

function covarianceFormula(data, t, component, inNumbers) {
  const k = String(component + 1), D = data.points[0].length, pooled = data.covariance_type === "tied"
  const scatter = data.scatters[t][component]
  const sum = pooled ? scatter.map((r, i) => r.map((_, j) => addUp(data.scatters[t].map(s => s[i][j])))) : scatter
  const meant = pooled
    ? row(frac(ONE, letter("N")), under(SUM, "j"), under(SUM, "n"), sub(GAMMA, "n,j"), squareOf("j", D))
    : row(frac(ONE, sub(letter("N"), k)), under(SUM, "n"), sub(GAMMA, `n,${k}`), squareOf(k, D))
  const ridge = symbol => (data.reg_covar ? [PLUS, symbol, ...(D > 1 ? [letter("I")] : [])] : [])
  const ridgeLine = data.reg_covar ? [{ ...row(...ridge(RIDGE)), goesOn: true }] : []
  return below(covarianceOf(k, D), meant, ...ridgeLine,
    ...inNumbers(divided(sum, pooled ? atom(String(data.n_points)) : number(data.counts[t][component])), ...ridge(number(data.reg_covar))),
    matrix(data.new_covariances[t][component]))
}

// `short`: what is asked and what it comes to, without the numbers between, and without the weight.
export function mStepFormulas(data, t, component, { short = false } = {}) {
  const inNumbers = (...pieces) => (short ? [] : [row(...pieces)])
  const k = String(component + 1), N = sub(letter("N"), k), count = data.counts[t][component]
  const sum = row(under(SUM, "n"), sub(GAMMA, `n,${k}`))
  return [
    lines(N, row(sum, op("="), number(count))),
    lines(sub(MU, k), row(frac(ONE, N), sum, sub(letter("x"), "n")),
      ...inNumbers(divided(data.totals[t][component].map(value => [value]), number(count))), column(data.new_means[t][component])),
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
