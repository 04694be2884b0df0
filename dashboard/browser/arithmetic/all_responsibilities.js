// Small data: all responsibilities in a table, a row a point, a column a component.

import { cells, headings, make, swatch, tableRow } from "../shared/element.js"
import { bayes } from "./e_step.js"
import { textOf, textOfLog } from "./written.js"

const MOST_ROWS = 30

// Builds the table in `box`, or hides that; returns what shows step t in it, with a point chosen.
export function allResponsibilities(box, data, choosePoint) {
  box.hidden = data.n_points > MOST_ROWS
  if (box.hidden) return () => {}
  const swatches = data.weights[0].map((_, k) => swatch(data.colors[k], k))
  box.querySelector("thead").replaceChildren(tableRow(...headings(["point", ...data.columns, ...swatches])))
  const rows = data.points.map((_, i) => make("tr", { onclick: () => choosePoint(i) }))
  box.querySelector("tbody").replaceChildren(...rows)
  return (t, chosen) => rows.forEach((row, i) => {
    const responsibilities = bayes(data, data.points[i], t).rows.map(each => textOfLog(each.logResponsibility))
    row.replaceChildren(...headings([i + 1], "row"), ...cells([...data.points[i].map(textOf), ...responsibilities]))
    row.classList.toggle("chosen", i === chosen)
  })
}
