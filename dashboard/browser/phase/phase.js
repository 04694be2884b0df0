// The title of a phase of the run. It tells the page's sheet, by attributes of the phase's container, whether the phase is
// in view and which beat, whose quantities are then lit in its formulas. A press on the phase goes to where it begins.

import { fixed } from "../shared/numeral.js"
import { cleanUp } from "../shared/reruns.js"
import { onRun, theRun } from "../shared/run.js"
import { goTo, inView, onStep } from "../shared/step.js"

// Where each begins, in steps: half a step is an E beat. Settled: where nothing visible changes any more.
const beginsOf = run => ({ guess: 0, e: 0.5, m: 1, again: 1.5, settled: run.settled ?? run.last })
const whenOf = ({ key }, { settled }, logLikelihood) => ({
  guess: "step 0", e: "step 0 · E", m: "step 1 · M", again: `ℓ = ${fixed(logLikelihood, 1)}`, settled: `from step ${settled}`,
})[key]

export default function ({ data, parentElement }) {
  const button = parentElement.querySelector("button")
  const phase = parentElement.getRootNode().host.closest(`.st-key-phase-${data.key}`)
  button.textContent = data.name

  function show() {
    const run = theRun()
    if (!run?.logLikelihoods) return
    const begins = beginsOf(run), { step, beat, position } = inView()
    const now = Object.keys(begins).findLast(key => begins[key] <= position)
    phase.dataset.now = now === data.key
    phase.dataset.beat = now === "settled" ? "" : beat
    if (now === data.key) button.setAttribute("aria-current", "step")
    else button.removeAttribute("aria-current")
    parentElement.querySelector(".when").textContent = whenOf(data, begins, run.logLikelihoods[Math.min(step, run.last)])
  }

  const go = () => theRun() && goTo(beginsOf(theRun())[data.key])
  phase.addEventListener("click", go)
  show()
  return cleanUp(parentElement, [onRun(show), onStep(show), () => phase.removeEventListener("click", go)])
}
