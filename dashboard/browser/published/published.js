// Probabilities that a paper prints of some steps, beside those of the run in view; the step in view is marked.

import { cells, headings, make, tableRow } from "../shared/element.js"
import { fixed } from "../shared/numeral.js"
import { cleanUp } from "../shared/reruns.js"
import { onRun, theRun } from "../shared/run.js"
import { inView, onStep } from "../shared/step.js"

export default function ({ data, parentElement }) {
  const $ = selector => parentElement.querySelector(selector), rows = data.printed.map(() => tableRow())
  $("thead").replaceChildren(tableRow(...headings(["step", "paper A", "B", "this run A", "B"])))
  $("tbody").replaceChildren(...rows)
  const [a, b, sums] = data.noted
  $("caption").textContent = data.source
  $("tfoot").replaceChildren(tableRow(...headings(["coins noted"], "row"), ...cells([a, b]), make("td", { colSpan: 2 }, sums)))

  function show() {
    const run = theRun()
    if (!run?.thetas) return
    data.printed.forEach(({ step, thetas }, i) => {
      const ours = run.thetas[Math.min(step, run.last)].map(theta => fixed(theta, 2)) // from its end on a run stays there
      rows[i].replaceChildren(...headings([String(step)], "row"), ...cells([...thetas, ...ours]))
      const isNow = inView().step === step
      rows[i].classList.toggle("now", isNow)
      rows[i].setAttribute("aria-current", isNow ? "step" : "false")
    })
  }
  show()
  return cleanUp(parentElement, [onRun(show), onStep(show)])
}
