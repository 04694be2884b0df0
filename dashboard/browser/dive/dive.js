// The component that dives, made narrower by hand at the end of its run: the chart's axis gives way, the log-likelihood
// climbs on. Widths and log-likelihoods come from Python (lessons/the_collapse_clinic.py); the server hears of nothing.

import { inputsOf, onNewElements, write } from "../shared/charts.js"
import { drawInHand } from "../shared/drawn.js"
import { keepAlive } from "../shared/reruns.js"
import { mixtureAt, theRun } from "../shared/run.js"
import { goTo, inView, onStep } from "../shared/step.js"

const REST = 1500 // milliseconds after which the picture shows the run's own step again
const FIRST = "From the end of the run on."
const THINNEST = 1e-3 // of the other widths: what is thinner looks the same

// The lower Cholesky factor of a component as wide as its points, and in every direction `width` besides.
function factorOf(spread, width) {
  const square = width ** 2
  if (spread.length === 1) return [Math.sqrt(spread[0][0] + square)]
  const l11 = Math.sqrt(spread[0][0] + square), l21 = spread[1][0] / l11
  return [l11, l21, Math.sqrt(Math.max(spread[1][1] + square - l21 ** 2, square))]
}

function makeDive(root) {
  const dive = {}, range = root.querySelector("input"), told = root.querySelector(".told")
  let given, rest = null, hasEnded = false // whether the end of the run has been in view: before, it is not told

  function look() {
    const run = theRun(), { query, step } = inView()
    const isAtEnd = run?.query.endsWith(` ${given.run}`) && query === run.query && step === run.last
    if (isAtEnd && !hasEnded) {
      hasEnded = true
      show()
    }
  }

  const index = () => Number(range.value)
  const inHand = () => (hasEnded ? `${given.exponents[index()]} ${given.nats[index()]}` : "")
  const push = () => inputsOf("hand").forEach(input => write(input, inHand()))

  function show() {
    const words = `${given.widths[index()]} wide: log-likelihood ${given.told[index()]}.`
    range.setAttribute("aria-valuetext", hasEnded ? words : FIRST)
    told.textContent = hasEnded ? `${words} ${given.on}` : FIRST
    push()
  }

  function drawNarrowed() {
    const run = theRun()
    if (!run?.seen) return
    const { K, D, weights, means, factors } = mixtureAt(run, run.last), k = given.component, size = (D * (D + 1)) / 2
    const mixture = { K, D, weights: [...weights], means: [...means], factors: [...factors] }
    const width = Math.max(10 ** -given.exponents[index()], THINNEST * given.scale)
    mixture.means.splice(k * D, D, ...given.mean)
    mixture.factors.splice(k * size, size, ...factorOf(given.spread, width))
    drawInHand(mixture)
  }

  function letGo() {
    if (rest === null) return
    clearTimeout(rest)
    rest = null
    drawInHand(null)
  }

  dive.take = data => {
    const isOther = data.run !== given?.run
    given = data
    range.max = data.exponents.length - 1
    if (isOther) {
      range.value = data.first
      hasEnded = false
    }
    show()
    look()
  }

  range.oninput = () => {
    const run = theRun()
    if (run && inView().step !== run.last) goTo(run.last)
    hasEnded = true
    show()
    drawNarrowed()
    clearTimeout(rest)
    rest = setTimeout(letGo, REST)
  }
  range.onblur = letGo

  const ends = [onNewElements(() => given && push()), onStep(() => given && look())]
  dive.remove = () => {
    letGo()
    ends.forEach(end => end())
  }
  return dive
}

export default function (given) {
  return keepAlive(given, makeDive)
}
