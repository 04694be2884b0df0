// The lesson on the bound: the run of its start, which is made here, and the dot in the picture, which moves the start.
// While the dot is in hand the run is made anew at every place, and the picture shows the way that EM will take; let
// go, the server hears of the start for the address bar.

import { makeDraggable } from "../shared/drag.js"
import { makeOwnRun, onGrid } from "../shared/own_run.js"
import { onPlot, thePlot } from "../shared/plot.js"
import { keepAlive } from "../shared/reruns.js"
import { inView, onStep } from "../shared/step.js"
import { runFrom } from "./run.js"
import { place } from "./words.js"

function makeLesson(root) {
  const lesson = {}, [over, grip, range] = [".over", ".grip", "input"].map(selector => root.querySelector(selector))
  let given, tell // what came from Python, and how it is told
  const own = makeOwnRun({
    make: start => runFrom(start, given.model, given.rules), show: follow, tell: start => tell("moved", start),
  })

  lesson.take = (data, setTriggerValue) => {
    given = data
    tell = setTriggerValue
    Object.assign(range, { min: data.limits[0], max: data.limits[1], step: data.grid })
    own.take(data)
  }

  const move = mean => own.move(onGrid(mean, given))
  const beatInView = () => own.run.beats[inView().position]

  // The grip lies where the dot is drawn.
  function follow() {
    if (inView().query !== own.run?.handed.query) return
    const { after, logLikelihood } = beatInView(), plot = thePlot()
    range.value = after
    const whereTo = own.inHand ? `; from there EM ends at ${place(own.run.end)}` : ""
    range.setAttribute("aria-valuetext", place(after) + whereTo)
    grip.hidden = !plot
    if (!plot) return
    const [x, y] = plot.toPixels(after, logLikelihood), { left, top } = over.getBoundingClientRect()
    grip.style.left = `${x - left}px`
    grip.style.top = `${y - top}px`
  }

  const meanUnder = ({ clientX }) => thePlot().toData(clientX, 0)[0]

  function take(event) {
    own.hold()
    const off = beatInView().after - meanUnder(event)
    return to => meanUnder(to) + off
  }

  range.oninput = () => {
    move(Number(range.value))
    own.rest()
  }
  range.onblur = own.settle

  const ends = [
    onStep(follow), onPlot(follow), makeDraggable(grip, { take, move, drop: own.settle, cancel: own.cancel }), own.remove,
  ]
  lesson.remove = () => ends.forEach(end => end())
  return lesson
}

export default function (given) {
  return keepAlive(given, makeLesson)
}
