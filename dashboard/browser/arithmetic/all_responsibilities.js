// Small data: all responsibilities in a table, a row a point, a column a component.

import { cells, headings, make, swatch, tableRow } from "../shared/element.js"
import { pointAt } from "../shared/points.js"
import { bayes } from "./e_step.js"
import { textOf, textOfLog } from "../shared/written.js"

const MOST_ROWS = 30

// Shows the table of a mixture's responsibilities in `box`, with a point chosen; hides it where the points are more.
export function showAllResponsibilities(box, points, mixture, colours, chosen, choosePoint) {
  box.hidden = points.n_points > MOST_ROWS
  if (box.hidden) return
  const swatches = Array.from({ length: mixture.K }, (_, k) => swatch(colours[k], k))
  box.querySelector("thead").replaceChildren(tableRow(...headings(["point", ...points.columns, ...swatches])))
  box.querySelector("tbody").replaceChildren(...Array.from({ length: points.n }, (_, i) => {
    const x = pointAt(points, i)
    const shares = bayes(mixture, x).rows.map(each => textOfLog(each.logResponsibility))
    const row = make("tr", { onclick: () => choosePoint(i) }, ...headings([i + 1], "row"), ...cells([...x.map(textOf), ...shares]))
    row.classList.toggle("chosen", i === chosen)
    return row
  }))
}
