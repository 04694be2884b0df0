// EM for rows of tosses and the coins that may have made them, as emcore takes it (emcore/study/coins.py).
//
// rows    each { heads, tails }
// coins   { thetas, weights }: how often each shows heads, how often each is taken

import { logSumOf } from "../shared/responsibilities.js"

const SETTLED = 1e-4 // of a probability: no figure that is shown changes more
const add = values => values.reduce((total, value) => total + value, 0)
const times = (count, log) => (count === 0 ? 0 : count * log)

// ln of weight times probability of a row's tosses, under each coin.
export const logProducts = ({ thetas, weights }, { heads, tails }) => thetas.map((theta, k) =>
  Math.log(weights[k]) + times(heads, Math.log(theta)) + times(tails, Math.log1p(-theta)))

function eStep(coins, rows) {
  let logLikelihood = 0
  const shares = rows.map(row => {
    const logs = logProducts(coins, row), whole = logSumOf(logs)
    logLikelihood += whole
    return logs.map(log => Math.exp(log - whole))
  })
  return { shares, logLikelihood }
}

// What coin k is given of all rows: heads, tails, and how many rows that makes.
function givenTo(k, shares, rows) {
  const sum = of => add(rows.map((row, n) => shares[n][k] * of(row)))
  return { heads: sum(row => row.heads), tails: sum(row => row.tails), rows: sum(() => 1) }
}

// All steps from a start: { thetas, weights, shares, given, logLikelihood }, shares and given by these coins; whether the
// last gained less than `tol` nats a row; and the step from which on nothing visible changes, if any.
export function runFrom(thetas, rows, { learn_weights, max_iter, tol }) {
  const steps = []
  let coins = { thetas, weights: thetas.map(() => 1 / thetas.length) }, converged = false
  while (!converged && steps.length <= max_iter) {
    const { shares, logLikelihood } = eStep(coins, rows), given = thetas.map((_, k) => givenTo(k, shares, rows))
    const before = steps.at(-1)?.logLikelihood
    converged = Math.abs(logLikelihood - before) / rows.length < tol
    steps.push({ ...coins, shares, given, logLikelihood })
    coins = {
      thetas: given.map(({ heads, tails }) => heads / (heads + tails)),
      weights: learn_weights ? given.map(each => each.rows / rows.length) : coins.weights,
    }
  }
  return { steps, converged, settled: settledAt(steps) }
}

function settledAt(steps) {
  const numbers = ({ thetas, weights }) => [...thetas, ...weights], end = numbers(steps.at(-1))
  const isNear = step => numbers(step).every((value, i) => Math.abs(value - end[i]) < SETTLED)
  const at = steps.findLastIndex(step => !isNear(step)) + 1
  return at < steps.length - 1 ? at : null
}
