// Where each rule would have stopped, at the tolerance that the input of the page's chart says. The picture of what was
// stopped early follows it; beside it stands the end of the same run, as its companion. The server hears of a tolerance
// only when it rests.
//
// The run tells for every tolerance that there is what it is, at which step each rule stops, and what is said of the first
// (lessons/the_stopping_rule.py).

import { inputsOf, onNewElements, runShown, write } from "../shared/charts.js"
import { announceDrawn, drawn, drawnOf, putDrawn } from "../shared/drawn.js"
import { make } from "../shared/element.js"
import { sample } from "../shared/parameters.js"
import { cleanUp } from "../shared/reruns.js"
import { COMPANION, handedOver, mixtureAt, onHandOver, putRun, theRun, wholeMixtureAt } from "../shared/run.js"
import { putInView } from "../shared/step.js"
import { mixtureText, textsOf } from "../shared/texts.js"
import { runOf } from "../shared/unpacking.js"

const EXPONENT = "stop_exponent" // the input of the chart that moves the tolerance

// A run that has come to its end, whatever the step in view.
const endOf = run => ({ ...run, ...wholeMixtureAt(run, run.last), seen: run.seen && mixtureAt(run, run.last), last: 0 })

export default function ({ data, parentElement }) {
  const places = data.labels.map(() => make("b"))
  parentElement.querySelector(".stops").replaceChildren(...data.labels.map((label, rule) =>
    make("li", {}, sample(data.colors[rule], data.dashes[rule]), make("span", {}, `${label}: `, places[rule]))))
  let texts = {}, early = null // what charts are told, by the run that they show

  const stopsNow = () => {
    const input = inputsOf(EXPONENT)[0], told = input && theRun()?.told?.[Math.round((Number(input.value) - data.least) / data.step)]
    return told ? { input, ...told } : null
  }

  function show() {
    const run = theRun(), now = stopsNow()
    if (!now) return
    const { input, tolerance, stops, sentence } = now
    input.setAttribute("aria-valuetext", tolerance)
    if (input.nextElementSibling) input.nextElementSibling.dataset.told = tolerance
    places.forEach((place, rule) => { place.textContent = stops[rule] === null ? "goes on" : `step ${stops[rule]}` })
    const first = Math.min(run.last, ...stops.filter(step => step !== null))
    if (first === early && sentence === run.sentences[early]) return
    early = first
    run.sentences[early] = sentence
    const steps = { "": early, [COMPANION]: run.last }
    putDrawn({ mixture: mixtureAt(run, early), companion: mixtureAt(run, run.last) }, false)
    for (const [name, step] of Object.entries(steps)) {
      const mixture = drawnOf(name)
      texts[name] = { ...textsOf(run), step, mixture: mixtureText({ ...drawn(), mixture }, step, mixture.means) }
    }
    tell()
    putInView({ query: run.query, step: early, beat: "", position: early, playing: false, moving: false })
    announceDrawn()
  }

  function tell() {
    for (const what of ["trail", "step", "mixture"]) {
      for (const input of inputsOf(what)) {
        const text = texts[runShown(input)]?.[what]
        if (text !== undefined) write(input, text)
      }
    }
  }

  function take() {
    texts = {}
    early = null
    if (!handedOver()?.told) return putRun(null)
    const run = runOf(handedOver())
    putRun({ ...run, sentences: [], companion: endOf(run) })
    show()
  }

  const onInput = ({ target }) => { if (target.name === EXPONENT) show() }
  const toNewCharts = () => {
    show()
    tell()
  }
  document.addEventListener("input", onInput)
  take()
  return cleanUp(parentElement, [
    onHandOver(take), onNewElements(toNewCharts), () => document.removeEventListener("input", onInput),
  ])
}
