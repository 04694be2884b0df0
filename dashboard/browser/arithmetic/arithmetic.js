// The arithmetic of the step in view: Bayes' rule for a chosen point, the M step of a chosen component. A click on the
// picture chooses a point or, on its number, a component; so do the number box, the rows and the chips.

import { drawMarks, onClick } from "../shared/clicks.js"
import { copy } from "../shared/copy.js"
import { cells, chips, headings, make, swatch, tableRow } from "../shared/element.js"
import { cleanUp, lasting } from "../shared/reruns.js"
import { inView, onStep } from "../shared/step.js"
import { allResponsibilities } from "./all_responsibilities.js"
import { bayes, eStepFormulas } from "./e_step.js"
import { math } from "./formula.js"
import { OF_TYPE, mStepFormulas } from "./m_step.js"
import { componentAt, mostShared, nearestIndex, nearestPoint } from "./nearest.js"
import { listed, textOf, textOfLog, written } from "./written.js"

const COPY = "Copy the formulas as LaTeX"

const vector = x => (x.length === 1 ? textOf(x[0]) : ["(", ...listed(x.map(textOf)), ")"])

export default function ({ data, parentElement }) {
  const $ = selector => parentElement.querySelector(selector)
  const K = data.weights[0].length, last = data.weights.length - 1
  const numberOf = i => (data.numbers ? data.numbers[i] : i + 1)
  const chosen = lasting(parentElement, () => ({ point: null, component: 0 }))
  if (chosen.point === null || chosen.point >= data.points.length) chosen.point = mostShared(data)
  chosen.component = Math.min(chosen.component, K - 1)

  const step = () => Math.min(inView().step, last)
  const choosePoint = i => { chosen.point = i; show() }
  const chooseComponent = k => { chosen.component = k; show() }

  const buttons = chips(data.colors, K, chooseComponent)
  $(".chips").replaceChildren(...buttons)
  $(".bayes thead").replaceChildren(tableRow(...headings(
    ["#", "weight", "× density", "= product", "responsi\u00adbility", "share of its next mean"])))
  const rows = data.weights[0].map((_, k) => make("tr", { onclick: () => chooseComponent(k) }))
  $(".bayes tbody").replaceChildren(...rows)
  const showAll = allResponsibilities($(".all-responsibilities"), data, choosePoint)
  const input = $(".point")
  input.max = data.n_points
  input.onchange = () => {
    const asked = Math.min(Math.max(Math.round(Number(input.value)) || 1, 1), data.n_points)
    choosePoint(data.numbers ? nearestIndex(data.numbers, asked) : asked - 1)
  }
  $(".copy").onclick = () => {
    const formulas = [...parentElement.querySelectorAll("annotation")].map(({ textContent }) => `\\[${textContent}\\]`)
    copy(formulas.join("\n"), $(".copy"), COPY, "The formulas as LaTeX:")
  }

  const marks = drawMarks(() => {
    const [x, y] = data.points[chosen.point]
    return `0 ${x} ${y ?? 0} NaN NaN`
  })

  function show() {
    const t = step(), x = data.points[chosen.point], n = numberOf(chosen.point), k = chosen.component
    const found = bayes(data, x, t), sums = t < data.counts.length
    input.value = n
    $(".at").replaceChildren(...listed(data.columns.map((column, d) => [`${column} = `, ...textOf(x[d])])))
    buttons.forEach((button, j) => button.setAttribute("aria-pressed", j === k))
    found.rows.forEach((each, j) => {
      const share = sums && data.counts[t][j] ? each.logResponsibility - Math.log(data.counts[t][j]) : NaN
      const logs = [each.logDensity, each.logProduct, each.logResponsibility, share]
      rows[j].replaceChildren(...headings([swatch(data.colors[j], j)], "row"),
        ...cells([textOf(each.weight), ...logs.map(textOfLog)]))
      rows[j].classList.toggle("chosen", j === k)
    })
    const sumCells = cells(["", "", textOfLog(found.logSum), "1", ""])
    $(".bayes tfoot").replaceChildren(tableRow(...headings(["sum"], "row"), ...sumCells))
    $(".summary[data-of=point]").textContent = summaryOfPoint(found.rows, t, n)
    fill($(".formulas[data-of=point]"), eStepFormulas(x, n, k, found, sums && data.counts[t][k]))
    $(".summary[data-of=component]").replaceChildren(...(sums ? summaryOfComponent(data, t, k, last) : []))
    fill($(".formulas[data-of=component]"), sums ? mStepFormulas(data, t, k) : [])
    $(".notes").textContent = notes(data, sums)
    $(".e-pane").classList.toggle("now", inView().beat === "E")
    $(".m-pane").classList.toggle("now", inView().beat === "M")
    showAll(t, chosen.point)
    marks.show()
  }

  show()
  return cleanUp(parentElement, [onStep(show), marks.end, onClick(click => {
    const k = componentAt(data, step(), click)
    if (k === null) choosePoint(nearestPoint(data, click))
    else chooseComponent(k)
  })])
}

function fill(box, formulas) {
  box.replaceChildren(...formulas.map(formula => make("div", { className: "formula" }, math(formula))))
}

function summaryOfPoint(rows, t, n) {
  const owner = rows.reduce((best, each, k) => (each.logProduct > rows[best].logProduct ? k : best), 0)
  const percent = 100 * Math.exp(rows[owner].logResponsibility)
  const much = rows.length === 1 ? "all" : percent >= 99.95 ? "nearly all" : `${percent.toFixed(1)} %`
  return `Step ${t}: ${much} of point ${n} belongs to component ${owner + 1}. ` +
    "A responsibility is a product divided by the sum of all products."
}

function summaryOfComponent(data, t, k, last) {
  const when = t < last
    ? `Step ${t} to ${t + 1}`
    : `After step ${t}, the last ${data.collapsed ? `sound one` : `of this run`}`
  const held = `component ${k + 1} holds ${written(data.counts[t][k]).mantissa} of ${data.n_points} points in all`
  return [`${when}: ${held}; its mean goes from `, ...vector(data.means[t][k]), " to ", ...vector(data.new_means[t][k]), "."]
}

function notes(data, sums) {
  const weights = data.learn_weights ? "" : "Weights are fixed equal, 1/K, in this run. "
  const texts = [`Rows and components count from 1. ${weights}N = ${data.n_points} points.`]
  if (data.covariance_type !== "full") texts.push(OF_TYPE[data.covariance_type])
  if (data.numbers) texts.push(`${data.numbers.length} of the ${data.n_points} points can be chosen; the sums are over all of them.`)
  if (!sums) texts.push(`These are many points: the sums are worked out for the first ${data.counts.length} steps only.`)
  return texts.join(" ")
}
