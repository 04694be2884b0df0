// Charts say the step in view to those who can't see them: their text alternatives begin with it once it rests. Python's
// own texts stay as they are, as another one would have a chart made anew.

import { CHART, onNewElements } from "./charts.js"
import { MINUS } from "./numeral.js"
import { theRun } from "./run.js"
import { inView, onStep } from "./step.js"
import { told } from "./told.js"

const REST = 250 // milliseconds

// Returns what ends it.
export function tellCharts() {
  const texts = new Map() // chart -> { base, whole }: Python's text, and ours with it
  let timer = null

  function tell() {
    for (const chart of texts.keys()) if (!chart.isConnected) texts.delete(chart)
    for (const chart of document.querySelectorAll(CHART)) {
      const now = chart.getAttribute("aria-label"), has = name => chart.querySelector(`input[name=${name}]`)
      if (now === null || !(has("step") || has("mixture") || has("pick_step"))) continue
      const base = texts.get(chart)?.whole === now ? texts.get(chart).base : now
      const whole = `${(has("pick_step") && valueTold()) || told()} ${base}`.trim()
      texts.set(chart, { base, whole })
      if (whole !== now) chart.setAttribute("aria-label", whole)
    }
  }

  const soon = () => {
    clearTimeout(timer)
    timer = setTimeout(tell, REST)
  }
  soon()
  const ends = [onStep(soon), onNewElements(soon)]
  return () => {
    clearTimeout(timer)
    ends.forEach(end => end())
    for (const [chart, { base, whole }] of texts) {
      if (chart.getAttribute("aria-label") === whole) chart.setAttribute("aria-label", base)
    }
  }
}

function valueTold() {
  const run = theRun()
  if (!run?.logLikelihoods || run.companion) return null // the sentence tells both
  const step = Math.min(inView().step, run.last)
  const [name, heights] = run.logPosteriors ? ["log posterior", run.logPosteriors] : ["log-likelihood", run.logLikelihoods]
  return `Step ${step} of ${run.last}: ${name} ${heights[step].toFixed(3).replace("-", MINUS)}.`
}
