// The picture while something is dragged: all that shows the run shows one of a single step, the mixture in hand.

import { inputsOf, write } from "../shared/charts.js"
import { inView } from "../shared/step.js"
import { putRun, theRun } from "../shared/run.js"

// Returns { show(mixture, logLikelihood), isOurs(run), end }; `end` has the run back.
export function inHand() {
  const run = theRun(), texts = new Map(inputsOf("run").map(input => [input, input.value]))
  let ours = null
  return {
    show(mixture, logLikelihood) {
      const text = rowsOf(mixture, inView().step)
      inputsOf("run").forEach(input => write(input, text))
      ours = { ...run, ...mixture, last: 0, logLikelihoods: [logLikelihood], seen: mixture }
      putRun(ours)
    },
    isOurs: () => theRun() === (ours ?? run),
    end() {
      if (ours === null || theRun() !== ours) return
      for (const [input, text] of texts) write(input, text)
      putRun(run)
    },
  }
}

// As the charts take them (charts/stepping.py).
function rowsOf({ K, D, weights, means, factors }, step) {
  return Array.from({ length: K }, (_, k) => {
    const row = [step, k + 1, weights[k], means[D * k]]
    if (D === 1) row.push(factors[k])
    else row.push(factors[3 * k], means[2 * k + 1], factors[3 * k + 1], factors[3 * k + 2])
    return row.join(" ")
  }).join(";")
}
