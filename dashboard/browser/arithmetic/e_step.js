// Bayes' rule for one point under the parameters of one step, and its formulas.

import { logDeterminant, logNormal, logSumOf, squaredDistances } from "../shared/responsibilities.js"
import {
  GAMMA, MINUS_SIGN, MU, ONE, PI, PLUS, SUM, TIMES, TWO, atom, below, covarianceOf, frac, inBrackets,
  inBracketsIfNegative, letter, lines, number, numberOfLog, op, root, row, sub, sup, under, word,
} from "../shared/formula.js"

// For every component: weight, log density, log product, log responsibility; and what the density is made of.
export function bayes(mixture, x) {
  const { D } = mixture
  const rows = Array.from(squaredDistances(mixture, x, 1), (distance2, k) => {
    const weight = mixture.weights[k], mean = mixture.means.slice(k * D, (k + 1) * D)
    const logDet = logDeterminant(mixture, k), logDensity = logNormal(D, logDet, distance2)
    return { weight, mean, distance2, logDet, logDensity, logProduct: Math.log(weight) + logDensity }
  })
  const logSum = logSumOf(rows.map(each => each.logProduct))
  for (const each of rows) each.logResponsibility = each.logProduct - logSum
  return { rows, logSum }
}

export const weightOf = k => sub(PI, k)
export const densityOf = (n, k, D) => row(letter("𝒩", "\\mathcal{N}"), inBrackets(row(
  sub(letter("x"), n), op("∣", "\\mid"), sub(MU, k), op(","), covarianceOf(k, D))))

// The density with its numbers: in one dimension spelled out, in two by d2, the squared distance in deviations.
function densityFormula(x, n, k, { mean, distance2, logDet, logDensity }) {
  const twoPi = row(TWO, PI), half = inner => row(word("exp"), inBrackets(row(MINUS_SIGN, inner)))
  if (x.length > 1) {
    const d2 = sup(letter("d"), TWO), covariances = covarianceOf(k, x.length)
    const away = inBrackets(row(sub(letter("x"), n), MINUS_SIGN, sub(MU, k)))
    return [
      lines(d2, row(sup(away, letter("⊤", "\\top")), sup(covariances, atom("-1")), away), number(distance2)),
      below(densityOf(n, k, x.length),
        row(frac(ONE, row(twoPi, root(row(word("det"), covariances)))), half(row(d2, op("/"), TWO))),
        row(frac(ONE, row(twoPi, root(numberOfLog(logDet)))), half(row(number(distance2), op("/"), TWO))),
        numberOfLog(logDensity)),
    ]
  }
  const variance = numberOfLog(logDet)
  const away = inBrackets(row(number(x[0]), MINUS_SIGN, inBracketsIfNegative(mean[0])))
  return [below(densityOf(n, k, x.length),
    row(frac(ONE, root(row(twoPi, TIMES, variance))),
      half(row(sup(away, TWO), op("/"), inBrackets(row(TWO, TIMES, variance))))),
    numberOfLog(logDensity))]
}

// `count`, `atMean`: how many points the component's next mean is made of, and how many more the prior has at its own.
export function eStepFormulas(x, point, component, { rows, logSum }, { count = 0, atMean = 0 } = {}) {
  const n = String(point), k = String(component + 1), chosen = rows[component]
  const products = rows.map(each => numberOfLog(each.logProduct))
  const total = rows.length > 3 ? numberOfLog(logSum) : row(...products.flatMap((p, i) => (i ? [PLUS, p] : [p])))
  const responsibility = sub(GAMMA, `${n},${k}`), itsNumber = numberOfLog(chosen.logResponsibility)
  const bayesRule = below(responsibility,
    frac(row(weightOf(k), densityOf(n, k, x.length)), row(under(SUM, "j"), weightOf("j"), densityOf(n, "j", x.length))),
    frac(row(number(chosen.weight), TIMES, numberOfLog(chosen.logDensity)), total), itsNumber)
  const made = (held, ofPrior) => (atMean ? row(held, PLUS, ofPrior) : held), N = sub(letter("N"), k)
  const share = lines(frac(responsibility, made(N, letter("κ", "\\kappa"))), row(
    frac(itsNumber, made(number(count), number(atMean))), op("="), numberOfLog(chosen.logResponsibility - Math.log(count + atMean))))
  return [...densityFormula(x, n, k, chosen), bayesRule, ...(count + atMean ? [share] : [])]
}
