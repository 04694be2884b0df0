// The table of parameters at the step in view, with their change from the step before, and the log-likelihood.

import { SVG, cells, draw, headings, make, tableRow } from "../shared/element.js"
import { MINUS, isPlain, numeral } from "../shared/numeral.js"
import { cleanUp } from "../shared/reruns.js"
import { inView, onStep } from "../shared/step.js"

const fixed = (value, decimals) => value.toFixed(decimals).replace(/^-(?=0\.?0*$)/, "").replace("-", MINUS)
const signed = (value, decimals) => (Number(value.toFixed(decimals)) > 0 ? "+" : "") + fixed(value, decimals)

// How a column is written: the same decimals for the whole run, so that no digit jumps sideways, `figures` of its
// largest; tiny and huge ones by powers of ten.
function styleOf(values, figures) {
  const largest = Math.max(...values.flat().map(Math.abs))
  if (!isPlain(largest)) {
    const plain = value => numeral(value, figures)
    return { plain, change: value => (value > 0 ? "+" : "") + plain(value) }
  }
  const decimals = largest > 0 ? Math.min(Math.max(figures - 1 - Math.floor(Math.log10(largest)), 0), 6) : 2
  return { plain: value => fixed(value, decimals), change: value => signed(value, decimals) }
}

function gainOf(before, now, nPoints) {
  const gain = now - before
  const perPoint = gain / nPoints
  const text = Math.abs(perPoint) < 1e-9 ? "0" : numeral(perPoint, 2)
  return `${signed(gain, 2)} (${perPoint > 0 && text !== "0" ? "+" : ""}${text} per point)`
}

// A piece of the component's line: its colour and dash.
function sample(colour, dash) {
  const look = { stroke: colour, "stroke-width": 4, "stroke-dasharray": dash[1] ? dash.join(" ") : "" }
  const line = draw(SVG, "line", { x1: 0, y1: 5, x2: 32, y2: 5, ...look })
  return draw(SVG, "svg", { viewBox: "0 0 32 10", "aria-hidden": "true" }, line)
}

function buildTable(root, data) {
  const names = ["#", ...data.columns.map(column => column.name)]
  root.querySelector("thead").replaceChildren(tableRow(...headings(names)))
  const rows = data.columns[0].values[0].map((_, k) => {
    const number = make("span", { className: "number" }, sample(data.colors[k], data.dashes[k]), `${k + 1}`)
    const values = data.columns.map(() => [make("span", { className: "value" }), make("span", { className: "change" })])
    return tableRow(...headings([number], "row"), ...cells(values))
  })
  root.querySelector("tbody").replaceChildren(...rows)
  return rows
}

export default function ({ data, parentElement }) {
  const rows = buildTable(parentElement, data)
  parentElement.querySelector(".names").textContent = data.names
  const styles = data.columns.map(column => styleOf(column.values, data.figures))
  const last = data.log_likelihoods.length - 1

  const show = () => {
    const t = Math.min(inView().step, last)
    rows.forEach((row, k) => {
      data.columns.forEach(({ values }, c) => {
        const [value, change] = row.children[c + 1].children
        value.textContent = styles[c].plain(values[t][k])
        change.textContent = t > 0 ? styles[c].change(values[t][k] - values[t - 1][k]) : ""
      })
    })
    const lls = data.log_likelihoods
    parentElement.querySelector(".log-likelihood").textContent = fixed(lls[t], 3)
    parentElement.querySelector(".gain").textContent = t > 0 ? gainOf(lls[t - 1], lls[t], data.n_points) : "\u2013"
  }
  show()
  return cleanUp(parentElement, [onStep(show)])
}
