// The run, unpacked from what Python sends (stepping/run_in_view.py), and as the texts that charts take
// (charts/stepping.py).

import { numbersOf } from "../shared/packed.js"

const mixturesOf = ({ K, D, ...lists }) =>
  Object.fromEntries([["K", K], ["D", D], ...Object.entries(lists).map(([name, text]) => [name, numbersOf(text)])])

export function runOf({ mixtures, seen, log_likelihoods, ...rest }) {
  if (!mixtures) return rest
  const own = mixturesOf(mixtures)
  const inPicture = seen === "all" ? own : seen && mixturesOf(seen)
  return { ...rest, ...own, seen: inPicture, logLikelihoods: numbersOf(log_likelihoods) }
}

// By the name of the charts' inputs.
export const textsOf = run => ({
  run: run.seen ? rowsOf(run) : "",
  log_likelihoods: run.logLikelihoods ? run.logLikelihoods.join(" ") : "",
})

// A row for every step and component: step, component, weight, x, l11, and in the plane y, l21, l22.
function rowsOf({ last, seen: { K, D, weights, means, factors } }) {
  const rows = []
  for (let i = 0; i < (last + 1) * K; i++) {
    const row = [Math.floor(i / K), (i % K) + 1, weights[i], means[D * i]]
    if (D === 1) row.push(factors[i])
    else row.push(factors[3 * i], means[2 * i + 1], factors[3 * i + 1], factors[3 * i + 2])
    rows.push(row.join(" "))
  }
  return rows.join(";")
}
