// The table of parameters at the step in view, with their change from the step before, and what EM climbs.

import { cells, headings, make, tableRow } from "../shared/element.js"
import { fixed, numeral } from "../shared/numeral.js"
import { areLong, columnsOf, headOf, numbered, sample, signed, styleOf } from "../shared/parameters.js"
import { cleanUp } from "../shared/reruns.js"
import { onRun, theRun } from "../shared/run.js"
import { inView, onStep } from "../shared/step.js"

// The gain in nats: of all points together, and of a point.
function gainOf(before, now, nPoints) {
  const gain = now - before
  const perPoint = gain / nPoints
  const text = Math.abs(perPoint) < 1e-9 ? "0" : numeral(perPoint, 2)
  const ofOne = `· ${perPoint > 0 && text !== "0" ? "+" : ""}${text} a point`
  return [`${signed(gain, 2)} `, make("small", {}, ofOne)]
}

function buildTable(root, { K, columns }, { colors, dashes }) {
  const corner = make("span", { className: "unseen" }, "component")
  root.querySelector("thead").replaceChildren(tableRow(...headings([corner, ...columns.map(headOf)])))
  root.querySelector("table").classList.toggle("many", columns.length > 3)
  const rows = Array.from({ length: K }, (_, k) => {
    const number = make("span", { className: "number" }, sample(colors[k], dashes[k]), `${k + 1}`)
    const values = columns.map(() => [make("span", { className: "value" }), make("span", { className: "change" })])
    return tableRow(...headings([number], "row"), ...cells(values))
  })
  root.querySelector("tbody").replaceChildren(...rows)
  return rows
}

export default function ({ data, parentElement }) {
  const { features } = data
  const meant = areLong(features) ? features.map((name, d) => `${numbered(name, d)}: ${name}`) : []
  const names = parentElement.querySelector(".names")
  names.textContent = names.title = meant.join("; ")
  let run, columns, styles, rows

  const take = () => {
    run = theRun()
    if (!run?.logLikelihoods) return
    columns = columnsOf(run, features)
    styles = columns.map(column => styleOf(column.values, data.figures))
    rows = buildTable(parentElement, { K: run.K, columns }, data)
    parentElement.querySelector(".of-prior").hidden = !run.logPosteriors
    parentElement.querySelector(".whose").textContent = run.logPosteriors ? "Its gain, nats" : "Gain, nats"
    show()
  }

  const show = () => {
    if (!run?.logLikelihoods) return
    const t = Math.min(inView().step, run.last), { K, logLikelihoods: lls, logPosteriors } = run
    rows.forEach((row, k) => {
      columns.forEach(({ values }, c) => {
        const [value, change] = row.children[c + 1].children
        value.textContent = styles[c].plain(values[t * K + k])
        change.textContent = t > 0 ? styles[c].change(values[t * K + k] - values[(t - 1) * K + k]) : ""
      })
    })
    parentElement.querySelector(".log-likelihood").textContent = fixed(lls[t], 3)
    if (logPosteriors) parentElement.querySelector(".log-posterior").textContent = fixed(logPosteriors[t], 3)
    const climbed = logPosteriors ?? lls
    const gain = t > 0 ? gainOf(climbed[t - 1], climbed[t], data.n_points) : ["\u2013"]
    parentElement.querySelector(".gain").replaceChildren(...gain)
  }
  take()
  return cleanUp(parentElement, [onRun(take), onStep(show)])
}
