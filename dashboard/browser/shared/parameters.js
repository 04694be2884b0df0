// The parameters of a run by columns, as tables write them: at every step and of every component.

import { SVG, draw, make } from "./element.js"
import { fixed, isPlain, numeral } from "./numeral.js"

const FIGURES = 7 // of the numbers that are compared and shown: rounding is no change
const MOST_LETTERS = 5 // of a feature's name in a heading

export const signed = (value, decimals) => (Number(value.toFixed(decimals)) > 0 ? "+" : "") + fixed(value, decimals)

// How a column is written: the same decimals for the whole run, so that no digit jumps sideways, `figures` of its
// largest; tiny and huge ones by powers of ten.
export function styleOf(values, figures) {
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  if (!isPlain(largest)) {
    const plain = value => numeral(value, figures)
    return { plain, change: value => (value > 0 ? "+" : "") + plain(value) }
  }
  const decimals = largest > 0 ? Math.min(Math.max(figures - 1 - Math.floor(Math.log10(largest)), 0), 6) : 2
  return { plain: value => fixed(value, decimals), change: value => signed(value, decimals) }
}

// A piece of the component's line: its colour and dash.
export function sample(colour, dash) {
  const look = { stroke: colour, "stroke-width": 4, "stroke-dasharray": dash[1] ? dash.join(" ") : "" }
  const line = draw(SVG, "line", { x1: 0, y1: 5, x2: 32, y2: 5, ...look })
  return draw(SVG, "svg", { viewBox: "0 0 32 10", "aria-hidden": "true" }, line)
}

const lowered = number => [...String(number)].map(digit => "₀₁₂₃₄₅₆₇₈₉"[digit]).join("")

// Long names of features would be cut to the same few letters: the headings number them, and a line says which is which.
export const numbered = (_, d) => `x${d + 1}`
export const areLong = features => features.length > 1 && features.some(name => name.length > MOST_LETTERS)

// The parameters at every step and of every component, by the field's symbol and by a name; `code` is emcore's for
// them. `spreads`: standard deviations too, by which a table of many features would be too wide for a narrow place.
export function columnsOf({ K, D, last, weights, means, factors }, features, spreads = D <= 2) {
  const short = areLong(features) ? features.map(numbered) : features
  const places = Array.from({ length: (last + 1) * K }, (_, i) => i)
  const all = [{ symbol: "π", name: "weight", code: "weights[k]", of: i => weights[i] }]
  const at = d => (D > 1 ? lowered(d + 1) : ""), named = (word, d) => (D > 1 ? `${word} of ${features[d]}` : word)
  for (let d = 0; d < D; d++) all.push({
    symbol: `μ${at(d)}`, name: named("mean", d), short: D > 1 ? short[d] : "mean", code: `means[k, ${d}]`, of: i => means[D * i + d],
  })
  const size = (D * (D + 1)) / 2, before = d => (d * (d + 1)) / 2 // entries of a factor, and of its rows before row d
  const sd = (i, d) => Math.hypot(...factors.subarray(size * i + before(d), size * i + before(d + 1)))
  for (let d = 0; spreads && d < D; d++) all.push({
    symbol: `σ${at(d)}`, name: named("standard deviation", d), short: "sd",
    code: `sqrt(covariances[k, ${d}, ${d}])`, of: i => sd(i, d),
  })
  if (D === 2) all.push({
    symbol: "ρ", name: "correlation", short: "corr", code: "covariances[k, 0, 1] over both standard deviations",
    of: i => factors[3 * i + 1] / sd(i, 1),
  })
  return all.map(({ of, ...rest }) => ({ ...rest, values: places.map(i => Number(of(i).toPrecision(FIGURES))) }))
}

// Symbol and short name to see, the whole name to hear and, with the code's, on hover.
export function headOf({ symbol, name, short = name, code }) {
  const seen = make("span", {}, make("span", { className: "symbol" }, symbol), make("span", { className: "name" }, short))
  seen.setAttribute("aria-hidden", "true")
  return make("span", { title: `${name}: ${code}` }, seen, make("span", { className: "unseen" }, name))
}
