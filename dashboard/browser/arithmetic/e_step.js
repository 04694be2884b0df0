// Bayes' rule for one point under the parameters of one step, and its formulas.

import { logDeterminant, logNormal, logSumOf, squaredDistances } from "../shared/responsibilities.js"
import {
  MINUS_SIGN, ONE, PLUS, SUM, TIMES, TWO, below, frac, inBrackets, inBracketsIfNegative, letter, lines, name,
  number, numberOfLog, op, root, row, sub, sup, atom, under, word,
} from "./formula.js"

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

const weightsOf = k => sub(name("weights"), k)
const densityOf = (n, k) => row(letter("𝒩", "\\mathcal{N}"), inBrackets(row(
  sub(letter("x"), n), op("∣", "\\mid"), sub(name("means"), k), op(","), sub(name("covariances"), k))))

// The density with its numbers: in one dimension spelled out, in two by d2, the squared distance in deviations.
function densityFormula(x, n, k, { mean, distance2, logDet, logDensity }) {
  const twoPi = row(TWO, letter("π", "\\pi")), half = inner => row(word("exp"), inBrackets(row(MINUS_SIGN, inner)))
  if (x.length > 1) {
    const d2 = sup(letter("d"), TWO), covariances = sub(name("covariances"), k)
    const away = inBrackets(row(sub(letter("x"), n), MINUS_SIGN, sub(name("means"), k)))
    return [
      lines(d2, row(sup(away, letter("⊤", "\\top")), sup(covariances, atom("-1")), away), number(distance2)),
      below(densityOf(n, k),
        row(frac(ONE, row(twoPi, root(row(word("det"), covariances)))), half(row(d2, op("/"), TWO))),
        row(frac(ONE, row(twoPi, root(numberOfLog(logDet)))), half(row(number(distance2), op("/"), TWO))),
        numberOfLog(logDensity)),
    ]
  }
  const variance = numberOfLog(logDet)
  const away = inBrackets(row(number(x[0]), MINUS_SIGN, inBracketsIfNegative(mean[0])))
  return [below(densityOf(n, k),
    row(frac(ONE, root(row(twoPi, TIMES, variance))),
      half(row(sup(away, TWO), op("/"), inBrackets(row(TWO, TIMES, variance))))),
    numberOfLog(logDensity))]
}

export function eStepFormulas(x, point, component, { rows, logSum }, count) {
  const n = String(point), k = String(component + 1), chosen = rows[component]
  const products = rows.map(each => numberOfLog(each.logProduct))
  const total = rows.length > 3 ? numberOfLog(logSum) : row(...products.flatMap((p, i) => (i ? [PLUS, p] : [p])))
  const responsibility = sub(name("responsibilities"), `${n},${k}`), itsNumber = numberOfLog(chosen.logResponsibility)
  const bayesRule = below(responsibility,
    frac(row(weightsOf(k), densityOf(n, k)), row(under(SUM, "j"), weightsOf("j"), densityOf(n, "j"))),
    frac(row(number(chosen.weight), TIMES, numberOfLog(chosen.logDensity)), total), itsNumber)
  const share = lines(frac(responsibility, sub(letter("N"), k)), row(frac(itsNumber, number(count)), op("="),
    numberOfLog(chosen.logResponsibility - Math.log(count))))
  return [...densityFormula(x, n, k, chosen), bayesRule, ...(count ? [share] : [])]
}
