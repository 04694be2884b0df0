// Two runs at the step in view and what they differ by, right less left: log-likelihoods, what each spends, and the
// parameters of the components that answer to each other. The run's companion is the left one.

import { cells, headings, make, tableRow } from "../shared/element.js"
import { fixed } from "../shared/numeral.js"
import { areLong, columnsOf, headOf, numbered, sample, signed, styleOf } from "../shared/parameters.js"
import { cleanUp } from "../shared/reruns.js"
import { onRun, theRun } from "../shared/run.js"
import { inView, onStep } from "../shared/step.js"

const NONE = "–"
const unseen = text => make("span", { className: "unseen" }, text)
const stepOf = run => Math.min(inView().step, run.last)

// Rows of the upper table: a name, the value of a run, how a value is written and a difference; none if it says nothing.
function rowsOf({ same_data: same, per_point: perPoint }, withPrior) {
  const divisor = run => (perPoint ? run.n_points : 1), decimals = perPoint ? 5 : 3
  const whole = value => String(value)
  // A log posterior says nothing beside one with another prior, or with none.
  const heightRow = (name, heightsOf, change) => ({
    name: perPoint ? `${name} of a point, nats` : `${name}, nats`,
    of: run => (heightsOf(run) ? heightsOf(run)[stepOf(run)] / divisor(run) : null),
    plain: value => fixed(value, decimals),
    change,
  })
  return [
    heightRow("Log-likelihood", run => run.logLikelihoods, same && (value => signed(value, decimals))),
    ...(withPrior ? [heightRow("Log posterior", run => run.logPosteriors)] : []),
    { name: "Step shown", of: stepOf, plain: (value, run) => `${value}${value === run.last ? ", its end" : ""}` },
    { name: "Free parameters", of: run => run.n_parameters, plain: whole, change: value => signed(value, 0) },
    {
      name: "BIC at the end, lower is better",
      of: run => run.bic,
      plain: value => fixed(value, 1),
      change: same && (value => signed(value, 1)),
    },
  ]
}

export default function ({ data, parentElement }) {
  const whole = parentElement.querySelector(".whole"), parameters = parentElement.querySelector(".parameters")
  const meant = areLong(data.features) ? data.features.map((name, d) => `${numbered(name, d)}: ${name}`) : []
  parentElement.querySelector(".names").textContent = meant.join("; ")
  let left, right, updates // a function for every cell that follows the step

  // The left value, the right one and their difference.
  function threeCells(valueOf, plain, change) {
    const places = cells(["", "", ""])
    updates.push(() => {
      const [l, r] = valueOf()
      places[0].textContent = l === null ? NONE : plain(l, left)
      places[1].textContent = r === null ? NONE : plain(r, right)
      places[2].textContent = !change || l === null || r === null ? NONE : change(r - l)
    })
    return places
  }

  function buildWhole() {
    whole.tHead.replaceChildren(tableRow(...headings([unseen("of the run"), "Left", "Right", "Right − left"])))
    const withPrior = Boolean(left.logPosteriors || right.logPosteriors)
    whole.tBodies[0].replaceChildren(...rowsOf(data, withPrior).map(({ name, of, plain, change }) =>
      tableRow(...headings([name], "row"), ...threeCells(() => [of(left), of(right)], plain, change))))
  }

  // For every pair a row of each run and one of the difference.
  function buildParameters() {
    const { matches } = left
    const columns = matches.length ? [left, right].map(run => columnsOf(run, data.features, true)) : [[], []]
    const corner = unseen("component")
    parameters.hidden = matches.length === 0
    parameters.tHead.replaceChildren(tableRow(...headings([corner, ...columns[0].map(headOf)])))
    Array.from(parameters.tBodies, body => body.remove())
    const styles = columns[0].map(({ values }, c) => styleOf([...values, ...columns[1][c].values], data.figures))
    for (const [l, r] of matches) {
      const heads = [nameOf("Left", l), nameOf("Right", r), ["Difference"]]
      const rows = heads.map(head => tableRow(...headings([head], "row")))
      rows[2].className = "difference"
      columns[0].forEach((column, c) => {
        const at = (run, side, k) => (k === null ? null : columns[side][c].values[stepOf(run) * run.K + k])
        const valueOf = () => [at(left, 0, l), at(right, 1, r)]
        threeCells(valueOf, styles[c].plain, styles[c].change).forEach((cell, row) => rows[row].append(cell))
      })
      parameters.append(make("tbody", {}, ...rows))
    }
  }

  function nameOf(side, k) {
    if (k === null) return [`${side}: none`]
    return [make("span", { className: "number" }, sample(data.colors[k], data.dashes[k]), `${side} ${k + 1}`)]
  }

  const take = () => {
    right = theRun()
    left = right?.companion
    updates = []
    if (!left?.matches) return
    buildWhole()
    buildParameters()
    show()
  }

  const show = () => updates.forEach(update => update())
  take()
  return cleanUp(parentElement, [onRun(take), onStep(show)])
}
