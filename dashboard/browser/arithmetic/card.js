// What the card says: of a point its responsibilities, of a component its M step.

import { cells, headings, make, swatch, tableRow } from "../shared/element.js"
import { densityOf, weightOf } from "./e_step.js"
import { GAMMA, SUM, frac, lines, math, row, sub, under } from "../shared/formula.js"
import { mStepFormulas } from "./m_step.js"
import { byStep } from "./sums.js"
import { listed, textOf, textOfLog } from "../shared/written.js"

const product = (D, k) => row(weightOf(k), densityOf("n", k, D))
const bayesRule = D => lines(sub(GAMMA, "n,k"), frac(product(D, "k"), row(under(SUM, "j"), product(D, "j"))))

const bar = share => {
  const filled = make("span", { className: "bar" })
  filled.style.width = `${100 * share}%`
  return filled
}

// Parts of the card of a point x, whose Bayes' rule is worked out.
export function pointParts(x, columns, { rows, logSum }, colours) {
  const table = make("table", {},
    make("thead", {}, tableRow(...headings(["k", "πₖ", "× 𝒩", "= product", "γₙₖ"]))),
    make("tbody", {}, ...rows.map((each, k) => {
      const share = bar(Math.exp(each.logResponsibility))
      share.style.background = colours[k]
      return tableRow(...headings([swatch(colours[k], k)], "row"), ...cells([
        textOf(each.weight), textOfLog(each.logDensity), textOfLog(each.logProduct),
        [...textOfLog(each.logResponsibility), share]]))
    })),
    make("tfoot", {}, tableRow(...headings(["sum"], "row"), ...cells(["", "", textOfLog(logSum), "1"]))))
  const scroll = make("div", { className: "scroll", tabIndex: 0, role: "region" }, table)
  scroll.setAttribute("aria-label", "Bayes' rule for this point, a row a component")
  return [
    make("p", { className: "at" }, ...listed(columns.map((column, d) => [`${column} = `, ...textOf(x[d])]))),
    make("div", { className: "formula" }, math(bayesRule(x.length))),
    scroll,
  ]
}

// Parts of the card of component k at a step; no sums where there are too many points to add up.
export const componentParts = (summary, now, sums, k) => [
  make("p", { className: "summary" }, ...summary),
  ...(sums ? mStepFormulas(byStep(now, sums), now.t, k, { short: true }) : []).map(each => make("div", { className: "formula" }, math(each))),
]
