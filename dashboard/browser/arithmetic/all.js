// All the arithmetic of the step in view: Bayes' rule for the chosen point, the M step of the chosen component.

import { copy } from "../shared/copy.js"
import { cells, chips, headings, make, swatch, tableRow } from "../shared/element.js"
import { numberOf, pointAt } from "../shared/points.js"
import { inView } from "../shared/step.js"
import { showAllResponsibilities } from "./all_responsibilities.js"
import { bayes, eStepFormulas } from "./e_step.js"
import { math } from "../shared/formula.js"
import { mStepFormulas } from "./m_step.js"
import { byStep, pointsInMean } from "./sums.js"
import { notes, summaryOfComponent, summaryOfPoint } from "./told.js"
import { listed, textOf, textOfLog } from "../shared/written.js"

const COPY = "Copy the formulas as LaTeX"

const fill = (box, formulas) =>
  box.replaceChildren(...formulas.map(formula => make("div", { className: "formula" }, math(formula))))

// Returns what shows a step in `root`, with the chosen point and component; the calls choose others.
export function allTheArithmetic(root, { choosePoint, chooseComponent }) {
  const $ = selector => root.querySelector(selector)
  $(".bayes thead").replaceChildren(tableRow(...headings(
    ["#", "weight", "× density", "= product", "responsi\u00adbility", "share of its next mean"])))
  $(".copy").onclick = () => {
    const formulas = [...root.querySelectorAll("annotation")].map(({ textContent }) => `\\[${textContent}\\]`)
    copy(formulas.join("\n"), $(".copy"), COPY, "The formulas as LaTeX:")
  }

  return (now, { point, component: k }) => {
    const { points, mixture, colours, t } = now, sums = now.sums()
    const x = pointAt(points, point), n = numberOf(points, point), found = bayes(mixture, x)
    Object.assign($(".point"), { max: points.n_points, step: points.every, value: n })
    $(".at").replaceChildren(...listed(points.columns.map((column, d) => [`${column} = `, ...textOf(x[d])])))
    $(".chips").replaceChildren(...chips(colours, mixture.K, chooseComponent))
    ;[...$(".chips").children].forEach((chip, j) => chip.setAttribute("aria-pressed", j === k))
    $(".bayes tbody").replaceChildren(...found.rows.map((each, j) => {
      const share = sums && pointsInMean(sums, j) ? each.logResponsibility - Math.log(pointsInMean(sums, j)) : NaN
      const logs = [each.logDensity, each.logProduct, each.logResponsibility, share]
      const row = make("tr", { onclick: () => chooseComponent(j) }, ...headings([swatch(colours[j], j)], "row"),
        ...cells([textOf(each.weight), ...logs.map(textOfLog)]))
      row.classList.toggle("chosen", j === k)
      return row
    }))
    const sumCells = cells(["", "", textOfLog(found.logSum), "1", ""])
    $(".bayes tfoot").replaceChildren(tableRow(...headings(["sum"], "row"), ...sumCells))
    $(".summary[data-of=point]").textContent = summaryOfPoint(found.rows, t, n)
    fill($(".formulas[data-of=point]"), eStepFormulas(x, n, k, found, sums ? { count: sums.counts[k], atMean: sums.prior?.atMean } : {}))
    $(".summary[data-of=component]").replaceChildren(...summaryOfComponent(now, sums, k))
    fill($(".formulas[data-of=component]"), sums ? mStepFormulas(byStep(now, sums), t, k) : [])
    $(".notes").textContent = notes(now)
    $(".e-pane").classList.toggle("now", inView().beat === "E")
    $(".m-pane").classList.toggle("now", inView().beat === "M")
    showAllResponsibilities($(".all-responsibilities"), points, mixture, colours, point, choosePoint)
  }
}
