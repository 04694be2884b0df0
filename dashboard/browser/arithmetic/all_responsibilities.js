// Small data: the whole table of responsibilities, a row a point, a column a component.

import { cells, make, swatch } from "../shared/element.js"
import { bayes } from "./bayes.js"
import { asText, partsOfLog, plainNumber } from "./formula.js"

const MOST_ROWS = 30

export function wholeTable(box, data, K, choosePoint) {
  if (data.n_points > MOST_ROWS) {
    box.hidden = true
    return () => {}
  }
  box.hidden = false
  const header = data.colors.slice(0, K).map((color, k) => make("th", { scope: "col" }, swatch(color), `${k + 1}`))
  box.querySelector("thead").replaceChildren(make("tr", {}, ...cells(["point", ...data.columns], "th"), ...header))
  const rows = data.points.map((_, i) => make("tr", { onclick: () => choosePoint(i) }))
  box.querySelector("tbody").replaceChildren(...rows)
  return (t, chosen) => rows.forEach((tr, i) => {
    const texts = bayes(data, data.points[i], t).rows.map(each => asText(partsOfLog(each.logResponsibility)))
    tr.replaceChildren(make("th", { scope: "row", textContent: i + 1 }), ...cells([...data.points[i].map(plainNumber), ...texts]))
    tr.classList.toggle("chosen", i === chosen)
  })
}
