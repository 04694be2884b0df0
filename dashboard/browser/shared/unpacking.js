// The run, unpacked from what Python sends (stepping/run_in_view.py).

import { numbersOf, shortNumbersOf } from "./packed.js"

const mixturesOf = ({ K, D, weights, means, factors }) => ({
  K, D, weights: numbersOf(weights), means: numbersOf(means), factors: (D > 2 ? shortNumbersOf : numbersOf)(factors),
})

export function runOf({ mixtures, seen, log_likelihoods, companion, ...rest }) {
  if (!mixtures) return rest
  const own = mixturesOf(mixtures)
  const inPicture = seen === "all" ? own : seen && mixturesOf(seen)
  const logLikelihoods = numbersOf(log_likelihoods)
  return { ...rest, ...own, seen: inPicture, logLikelihoods, companion: companion && runOf(companion) }
}
