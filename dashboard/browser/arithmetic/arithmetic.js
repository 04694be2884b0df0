// The arithmetic of the step in view: Bayes' rule for a chosen point, the M step of a chosen component. A click on the
// picture chooses a point or, on its number, a component; so do the number box, the rows and the chips.

import { keepMarks, onSpot } from "../shared/clicks.js"
import { cells, chip, make, swatch } from "../shared/element.js"
import { wholeTable } from "./all_responsibilities.js"
import { bayes, bayesFormulas } from "./bayes.js"
import { asText, math, parts, partsOfLog, plainNumber } from "./formula.js"
import { OF_TYPE, nextFormulas } from "./m_step.js"
import { componentAt, mostShared, nearestIndex, nearestPoint } from "./nearest.js"

const STEP_EVENT = "em-explorer:step"
const kept = new WeakMap() // what is chosen, across runs of this function

const joined = texts => texts.flatMap((text, i) => (i ? [", ", ...text] : text))
const place = x => (x.length === 1 ? plainNumber(x[0]) : ["(", ...joined(x.map(plainNumber)), ")"])

export default function ({ data, parentElement }) {
  const $ = selector => parentElement.querySelector(selector)
  const K = data.weights[0].length, last = data.weights.length - 1
  const numberOf = i => (data.numbers ? data.numbers[i] : i + 1)
  const mine = kept.get(parentElement) ?? { point: null, component: 0, data: null, end: () => {} }
  kept.set(parentElement, mine)
  mine.end()
  if (mine.point === null || mine.point >= data.points.length) mine.point = mostShared(data)
  mine.component = Math.min(mine.component, K - 1)

  const step = () => Math.min(window.emExplorer?.step ?? 0, last)
  const choosePoint = i => { mine.point = i; show() }
  const chooseComponent = k => { mine.component = k; show() }

  const chips = data.colors.slice(0, K).map((color, k) => chip(color, k, chooseComponent))
  $(".chips").replaceChildren(...chips)
  $(".bayes thead").replaceChildren(make("tr", {}, ...cells(
    ["#", "weight", "× density", "= product", "responsi\u00adbility", "share of its next mean"], "th")))
  const rows = data.weights[0].map((_, k) => make("tr", { onclick: () => chooseComponent(k) }))
  $(".bayes tbody").replaceChildren(...rows)
  const whole = wholeTable($(".whole"), data, K, choosePoint)
  const input = $(".point")
  input.max = data.n_points
  input.onchange = () => {
    const asked = Math.min(Math.max(Math.round(Number(input.value)) || 1, 1), data.n_points)
    choosePoint(data.numbers ? nearestIndex(data.numbers, asked) : asked - 1)
  }

  const copy = $(".copy")
  copy.onclick = async () => {
    const sources = [...parentElement.querySelectorAll("annotation")].map(annotation => `\\[${annotation.textContent}\\]`)
    try {
      await navigator.clipboard.writeText(sources.join("\n"))
      copy.textContent = "Copied"
      setTimeout(() => { copy.textContent = "Copy the formulas as LaTeX" }, 1500)
    } catch {
      window.prompt("The formulas as LaTeX:", sources.join(" "))
    }
  }

  const marks = keepMarks(() => {
    const [x, y] = data.points[mine.point]
    return `0 ${x} ${y ?? 0} NaN NaN`
  })

  function show() {
    const t = step(), x = data.points[mine.point], n = numberOf(mine.point), k = mine.component
    const found = bayes(data, x, t), sums = t < data.counts.length
    input.value = n
    $(".at").replaceChildren(...joined(data.columns.map((column, d) => [`${column} = `, ...plainNumber(x[d])])))
    chips.forEach((chip, j) => chip.setAttribute("aria-pressed", j === k))
    found.rows.forEach((each, j) => {
      const share = sums && data.counts[t][j] ? each.logResponsibility - Math.log(data.counts[t][j]) : NaN
      const texts = [parts(each.weight), partsOfLog(each.logDensity), partsOfLog(each.logProduct),
        partsOfLog(each.logResponsibility), Number.isNaN(share) ? parts(null) : partsOfLog(share)].map(asText)
      rows[j].replaceChildren(make("th", { scope: "row" }, swatch(data.colors[j]), `${j + 1}`), ...cells(texts))
      rows[j].classList.toggle("chosen", j === k)
    })
    $(".bayes tfoot").replaceChildren(make("tr", {}, ...cells(["sum"], "th"), ...cells(["", "", asText(partsOfLog(found.logSum)), "1", ""])))
    const owner = found.rows.reduce((best, each, j) => (each.logProduct > found.rows[best].logProduct ? j : best), 0)
    const percent = 100 * Math.exp(found.rows[owner].logResponsibility)
    const much = K === 1 ? "all" : percent >= 99.95 ? "nearly all" : `${percent.toFixed(1)} %`
    $(".summary[data-of=point]").textContent = `Step ${t}: ${much} of ` +
      `point ${n} belongs to component ${owner + 1}. A responsibility is a product divided by the sum of all products.`
    fill($(".formulas[data-of=point]"), bayesFormulas(x, n, k, found, sums && data.counts[t][k]))
    $(".summary[data-of=component]").replaceChildren(...(sums ? told(data, t, k, last) : []))
    fill($(".formulas[data-of=component]"), sums ? nextFormulas(data, t, k) : [])
    $(".notes").textContent = notes(data, t, sums)
    const beat = window.emExplorer?.beat
    $(".e-pane").classList.toggle("now", beat === "E")
    $(".m-pane").classList.toggle("now", beat === "M")
    whole(t, mine.point)
    marks.show()
  }

  const endSpot = onSpot(spot => {
    const k = componentAt(data, step(), spot)
    if (k === null) choosePoint(nearestPoint(data, spot))
    else chooseComponent(k)
  })
  window.addEventListener(STEP_EVENT, show)
  mine.end = () => {
    endSpot()
    marks.end()
    window.removeEventListener(STEP_EVENT, show)
  }
  show()
  const { end } = mine
  return end
}

function fill(box, formulas) {
  box.replaceChildren(...formulas.map(formula => make("div", { className: "formula" }, math(formula))))
}

function told(data, t, k, last) {
  const when = t < last ? `Step ${t} to ${t + 1}` : data.collapsed ? `After step ${t}, the last sound one` : `After step ${t}, the last of this run`
  const held = `component ${k + 1} holds ${parts(data.counts[t][k]).mantissa} of ${data.n_points} points in all`
  return [`${when}: ${held}; its mean goes from `, ...place(data.means[t][k]), " to ", ...place(data.new_means[t][k]), "."]
}

function notes(data, t, sums) {
  const texts = [`Rows and components count from 1. ${data.learn_weights ? "" : "Weights are fixed equal, 1/K, in this run. "}N = ${data.n_points} points.`]
  if (data.covariance_type !== "full") texts.push(OF_TYPE[data.covariance_type])
  if (data.numbers) texts.push(`${data.numbers.length} of the ${data.n_points} points can be chosen; the sums are over all of them.`)
  if (!sums) texts.push(`These are many points: the sums are worked out for the first ${data.counts.length} steps only.`)
  return texts.join(" ")
}
