// The lesson on EM, hard EM and k-means: the three runs from one start, which are made here, and the temperature of EM.
// While the slider is in hand EM's run is made anew at every place; let go, or once its keys rest, the server hears of it
// for the address bar.

import { emptied } from "../shared/canvas.js"
import { between } from "../shared/drawn.js"
import { pointsOf } from "../shared/em.js"
import { onceAFrame } from "../shared/frames.js"
import { LASTS, makeMotion } from "../shared/motion.js"
import { makeOwnRun } from "../shared/own_run.js"
import { mixturesOf, numbersOf } from "../shared/packed.js"
import { keepAlive } from "../shared/reruns.js"
import { peakOf } from "../shared/shapes.js"
import { onNewSize } from "../shared/sizes.js"
import { inView, onStep } from "../shared/step.js"
import { disc, stroke } from "../shared/strokes.js"
import { COOLING, circlesAt, emFrom, hardFrom, kMeansFrom, sharesAt, temperatureAt } from "./algorithms.js"
import { drawPicture, planeOf } from "./draw.js"
import { alternative, objectives, remark, sentencesOf, sizesOf, stateOf, stepOf, temperatureInWords, titles } from "./words.js"

const HEADROOM = 1.2 // over the highest bell
const EDGE = 6 // pixels around the schedule

// The temperature of a place on the slider, in hundredths, as the address says it.
const onScale = exponent => Number((10 ** exponent).toFixed(2))

function makeLesson(root) {
  const lesson = {}, motion = makeMotion(), parts = (element, selectors) => selectors.map(selector => element.querySelector(selector))
  const [range, output, select, schedule] = parts(root, ["input", "output", "select", ".schedule"])
  const panels = [...root.querySelectorAll("section")].map(section => {
    const selectors = [".name", ".how", "canvas", ".objective", ".sizes", ".state"]
    const [name, how, canvas, objective, sizes, state] = parts(section, selectors)
    return { name, how, canvas, objective, sizes, state }
  })
  let given, tell, points, start, plane, others // what came from Python, and what is made of it once
  const drawing = onceAFrame(() => inView().query === own.run?.handed.query && show(inView().step))
  let drawn = null, at = null, moving = false // the mixtures drawn; run and step that they are of; whether they flow there
  // What counts as its start is EM's heat, { temperature, how }.
  const own = makeOwnRun({ make, show: drawing.soon, tell: heat => tell("heated", heat) })

  lesson.take = (data, setTriggerValue) => {
    const isNew = given?.name !== data.name
    given = data
    tell = setTriggerValue
    if (isNew) prepare()
    const { arrival, step, temperature, how } = data
    own.take({ arrival, step, start: { temperature, how } }, isNew)
  }

  function prepare() {
    points = pointsOf(numbersOf(given.points), given.D)
    start = mixturesOf(given.start)
    others = [hardFrom(start, points, given.rules), kMeansFrom(start, points, given.rules)]
    const peaks = others[0].steps.flatMap(({ mixture }) => Array.from({ length: mixture.K }, (_, k) => peakOf(mixture, k)))
    plane = planeOf(points, given.features, HEADROOM * Math.max(...peaks))
  }

  // EM's run at this heat; the other two stay.
  function make(heat) {
    const runs = [emFrom(start, points, given.rules, heat), ...others]
    const last = Math.max(...runs.map(({ steps }) => steps.length - 1))
    const handed = { query: `three ${given.name}`, word: "Step", last, sentences: sentencesOf(runs, last), short: given.short }
    return { start: heat, runs, handed }
  }

  // Whoever is at the end of the runs stays there, as long as they may become.
  function change(what) {
    const { step } = inView(), { start: heat, handed: { last } } = own.run
    own.move({ ...heat, ...what }, step > 0 && step === last ? Infinity : step)
  }

  range.oninput = () => change({ temperature: onScale(Number(range.value)) })
  select.onchange = () => {
    change({ how: select.value })
    own.rest()
  }
  range.onchange = own.rest // by keys at every one of them
  range.onpointerdown = own.hold
  range.onpointerup = own.settle
  range.onpointercancel = own.cancel // a finger that scrolls has turned nothing

  // From a neighbouring step the pictures flow to this one.
  function show(step) {
    const { runs } = own.run, from = drawn, to = runs.map(run => stepOf(run, step).mixture)
    if (at?.run === own.run && at.step === step && moving) return
    const isNext = at?.run === own.run && Math.abs(at.step - step) === 1, passed = isNext ? Math.min(at.step, step) : step
    at = { run: own.run, step }
    tellOf(step)
    motion.flow(LASTS, isNext, share => {
      moving = share < 1
      drawn = moving ? to.map((mixture, i) => (from[i] === mixture ? mixture : between(from[i], mixture, share))) : to
      draw(step, moving ? passed : step)
    })
  }

  // What stands around the pictures.
  function tellOf(step) {
    const { start: heat, runs } = own.run
    output.textContent = temperatureInWords(heat.temperature)
    // Many places of the slider mean the same temperature.
    if (onScale(Number(range.value)) !== heat.temperature) range.value = Math.log10(heat.temperature)
    select.value = heat.how
    range.setAttribute("aria-valuetext", temperatureInWords(heat.temperature))
    const heads = titles(runs[0], heat, step), told = objectives(runs, step)
    panels.forEach(({ name, how, canvas, objective, sizes, state }, i) => {
      const run = runs[i]
      ;[name.textContent, how.textContent] = heads[i]
      objective.textContent = told[i]
      sizes.title = sizes.textContent = sizesOf(run, step)
      state.textContent = stateOf(run, step)
      canvas.setAttribute("aria-label", alternative(run, heads[i], told[i], step))
    })
    panels[0].objective.title = remark(runs[0], step)
    schedule.hidden = heat.how !== "cooling"
    if (!schedule.hidden) drawSchedule(heat, step)
  }

  // The mixtures that are drawn, at a step or on their way there, after the steps that they have `passed`.
  function draw(step, passed) {
    const { start: heat, runs } = own.run
    panels.forEach((panel, i) => drawPanel(panel, runs[i], heat, i, step, passed))
  }

  // While the temperature is turned, hard EM and k-means stay as they are.
  function drawPanel(panel, run, heat, i, step, passed) {
    const { canvas } = panel, ended = stepOf(run, step), mixture = drawn[i]
    const seen = [ended, mixture, given.look, canvas.clientWidth, canvas.clientHeight, window.devicePixelRatio]
    if (panel.seen?.every((value, j) => value === seen[j])) return
    panel.seen = seen
    const now = { ...ended, mixture }, ways = run.steps.slice(0, passed + 1).map(({ mixture: { means } }) => means)
    const what = { ...now, shares: sharesAt(now, points), outlined: outlinedOf(now, heat, i), ways: [...ways, mixture.means] }
    drawPicture(canvas, plane, what, given.look)
  }

  // k-means has centres alone. Equal circles are as large as the temperature makes them: it stretches their variance.
  function outlinedOf({ mixture, temperature }, heat, i) {
    if (i === 2) return null
    if (i === 1 || heat.how !== "circles") return mixture
    return circlesAt(mixture, mixture.factors[0] * Math.sqrt(temperature))
  }

  // The temperature over the steps, and where it is.
  function drawSchedule(heat, step) {
    const { look: { ink, muted, paper } } = given, context = emptied(schedule)
    const wide = schedule.clientWidth, high = schedule.clientHeight
    const last = Math.max(own.run.handed.last, COOLING), middle = high / 2
    const place = t => [
      EDGE + ((wide - 2 * EDGE) * t) / last,
      middle - ((middle - EDGE) * Math.log10(temperatureAt(heat, t))) / Math.max(Math.abs(Math.log10(heat.temperature)), 0.02),
    ]
    stroke(context, [[EDGE, middle], [wide - EDGE, middle]], muted, 1, [2, 3])
    stroke(context, Array.from({ length: last + 1 }, (_, t) => place(t)), ink, 1.5)
    disc(context, place(Math.min(step, last)), 4, ink, paper, 1.5)
    const { fontSize, fontFamily } = getComputedStyle(schedule)
    context.font = `${fontSize} ${fontFamily}`
    context.fillStyle = ink
    context.textAlign = "right"
    context.textBaseline = "top"
    context.fillText("T by step", wide, 0)
  }

  const ends = [
    onStep(drawing.soon),
    onNewSize(panels.map(({ canvas }) => canvas), drawing.soon),
    own.remove,
    motion.end,
    drawing.end,
  ]
  lesson.remove = () => ends.forEach(end => end())
  return lesson
}

export default function (given) {
  return keepAlive(given, makeLesson)
}
