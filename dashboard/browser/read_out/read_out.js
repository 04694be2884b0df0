// The table of parameters at the step in view, with their change from the step before, and the log-likelihood.

import { SVG, cells, draw, headings, make, tableRow } from "../shared/element.js"
import { MINUS, isPlain, numeral } from "../shared/numeral.js"
import { cleanUp } from "../shared/reruns.js"
import { onRun, theRun } from "../shared/run.js"
import { inView, onStep } from "../shared/step.js"

const FIGURES = 7 // of the numbers that are compared and shown: rounding is no change
const MOST_LETTERS = 5 // of a feature's name in a heading

const fixed = (value, decimals) => value.toFixed(decimals).replace(/^-(?=0\.?0*$)/, "").replace("-", MINUS)
const signed = (value, decimals) => (Number(value.toFixed(decimals)) > 0 ? "+" : "") + fixed(value, decimals)

// How a column is written: the same decimals for the whole run, so that no digit jumps sideways, `figures` of its
// largest; tiny and huge ones by powers of ten.
function styleOf(values, figures) {
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  if (!isPlain(largest)) {
    const plain = value => numeral(value, figures)
    return { plain, change: value => (value > 0 ? "+" : "") + plain(value) }
  }
  const decimals = largest > 0 ? Math.min(Math.max(figures - 1 - Math.floor(Math.log10(largest)), 0), 6) : 2
  return { plain: value => fixed(value, decimals), change: value => signed(value, decimals) }
}

// The gain in nats: of all points together, and of a point.
function gainOf(before, now, nPoints) {
  const gain = now - before
  const perPoint = gain / nPoints
  const text = Math.abs(perPoint) < 1e-9 ? "0" : numeral(perPoint, 2)
  const ofOne = `· ${perPoint > 0 && text !== "0" ? "+" : ""}${text} a point`
  return [`${signed(gain, 2)} `, make("small", {}, ofOne)]
}

// A piece of the component's line: its colour and dash.
function sample(colour, dash) {
  const look = { stroke: colour, "stroke-width": 4, "stroke-dasharray": dash[1] ? dash.join(" ") : "" }
  const line = draw(SVG, "line", { x1: 0, y1: 5, x2: 32, y2: 5, ...look })
  return draw(SVG, "svg", { viewBox: "0 0 32 10", "aria-hidden": "true" }, line)
}

const lowered = number => [...String(number)].map(digit => "₀₁₂₃₄₅₆₇₈₉"[digit]).join("")

// Long names of features would be cut to the same few letters: the headings number them, and a line says which is which.
const numbered = (_, d) => `x${d + 1}`
const areLong = features => features.length > 1 && features.some(name => name.length > MOST_LETTERS)

// The parameters at every step and of every component, by the field's symbol and by a name; `code` is emcore's for
// them. Of more than two features the means alone.
function columnsOf({ K, D, last, weights, means, factors }, features) {
  const short = areLong(features) ? features.map(numbered) : features
  const places = Array.from({ length: (last + 1) * K }, (_, i) => i)
  const all = [{ symbol: "π", name: "weight", code: "weights[k]", of: i => weights[i] }]
  const at = d => (D > 1 ? lowered(d + 1) : ""), named = (word, d) => (D > 1 ? `${word} of ${features[d]}` : word)
  for (let d = 0; d < D; d++) all.push({
    symbol: `μ${at(d)}`, name: named("mean", d), short: D > 1 ? short[d] : "mean", code: `means[k, ${d}]`, of: i => means[D * i + d],
  })
  const sds = [[i => factors[i]], [i => factors[3 * i], i => Math.hypot(factors[3 * i + 1], factors[3 * i + 2])]][D - 1] ?? []
  sds.forEach((of, d) => all.push({
    symbol: `σ${at(d)}`, name: named("standard deviation", d), short: "sd", code: `sqrt(covariances[k, ${d}, ${d}])`, of,
  }))
  if (D === 2) all.push({
    symbol: "ρ", name: "correlation", short: "corr", code: "covariances[k, 0, 1] over both standard deviations",
    of: i => factors[3 * i + 1] / sds[1](i),
  })
  return all.map(({ of, ...rest }) => ({ ...rest, values: places.map(i => Number(of(i).toPrecision(FIGURES))) }))
}

// Symbol and short name to see, the whole name to hear and, with the code's, on hover.
function headOf({ symbol, name, short = name, code }) {
  const seen = make("span", {}, make("span", { className: "symbol" }, symbol), make("span", { className: "name" }, short))
  seen.setAttribute("aria-hidden", "true")
  return make("span", { title: `${name}: ${code}` }, seen, make("span", { className: "unseen" }, name))
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
    show()
  }

  const show = () => {
    if (!run?.logLikelihoods) return
    const t = Math.min(inView().step, run.last), { K, logLikelihoods: lls } = run
    rows.forEach((row, k) => {
      columns.forEach(({ values }, c) => {
        const [value, change] = row.children[c + 1].children
        value.textContent = styles[c].plain(values[t * K + k])
        change.textContent = t > 0 ? styles[c].change(values[t * K + k] - values[(t - 1) * K + k]) : ""
      })
    })
    parentElement.querySelector(".log-likelihood").textContent = fixed(lls[t], 3)
    const gain = t > 0 ? gainOf(lls[t - 1], lls[t], data.n_points) : ["\u2013"]
    parentElement.querySelector(".gain").replaceChildren(...gain)
  }
  take()
  return cleanUp(parentElement, [onRun(take), onStep(show)])
}
