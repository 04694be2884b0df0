// The run, handed over: to all parts of the page that share it, and as text to the charts (charts/stepping.py).

import { inputsOf, onNewElements, write } from "../shared/charts.js"
import { cleanUp } from "../shared/reruns.js"
import { putRun, theRun } from "../shared/run.js"

const numbers = text => new Float64Array(Uint8Array.from(atob(text), letter => letter.charCodeAt(0)).buffer)
const unpacked = ({ K, D, ...lists }) =>
  Object.fromEntries([["K", K], ["D", D], ...Object.entries(lists).map(([name, text]) => [name, numbers(text)])])

function runOf({ mixtures, seen, log_likelihoods, ...rest }) {
  if (!mixtures) return rest
  const own = unpacked(mixtures)
  return { ...rest, ...own, seen: seen === "all" ? own : seen && unpacked(seen), logLikelihoods: numbers(log_likelihoods) }
}

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

export default function ({ data, parentElement }) {
  const run = runOf(data)
  const texts = {
    run: run.seen ? rowsOf(run) : "",
    log_likelihoods: run.logLikelihoods ? run.logLikelihoods.join(" ") : "",
  }
  const toCharts = () => {
    for (const [name, text] of Object.entries(texts)) inputsOf(name).forEach(input => write(input, text))
  }
  toCharts()
  putRun(run)
  return cleanUp(parentElement, [onNewElements(toCharts)], () => { if (theRun() === run) putRun(null) })
}
