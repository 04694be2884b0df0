// The answers of a class over the picture, and what is said of them beside it. Once the end is told, the components go
// there from where they start.

import { onNewElements } from "../shared/charts.js"
import { allBetween } from "../shared/drawn.js"
import { cells, headings, make, swatch, tableRow } from "../shared/element.js"
import { onceAFrame } from "../shared/frames.js"
import { makeMotion } from "../shared/motion.js"
import { showOneMixture } from "../shared/one_mixture.js"
import { mixturesOf, shortNumbersOf } from "../shared/packed.js"
import { onPlot, thePlot } from "../shared/plot.js"
import { cleanUp, lasting } from "../shared/reruns.js"
import { numberOf } from "../shared/shapes.js"
import { marksOf, radiusOf } from "./cloud.js"
import { arrow, cleared, DISC, end, line, mark, median, veil } from "./draw.js"

const BELOW = 28 // pixels
const LONGEST = 4.8 // of the bars, in rem
const LASTS = 1600 // milliseconds

export default function ({ data, parentElement }) {
  const $ = selector => parentElement.querySelector(selector)
  const mixture = mixturesOf(data.mixture), { K, D } = mixture, motion = makeMotion()
  const shares = shortNumbersOf(data.places)
  const before = lasting(parentElement, () => ({ asked: "", revealed: false, mixture: null }))
  const moves = data.revealed && !before.revealed && before.asked === data.asked
  const from = moves ? before.mixture : mixture
  Object.assign(before, { asked: data.asked, revealed: data.revealed, mixture })
  let now = from // drawn

  function say() {
    $(".words").textContent = data.words
    $(".legend").textContent = data.legend
    for (const part of ["table", ".legend"]) $(part).style.visibility = shares.length ? "" : "hidden" // its place stays
    $("thead").replaceChildren(tableRow(...headings(data.head)))
    $("tbody").replaceChildren(...data.rows.map((row, k) =>
      tableRow(...headings([swatch(data.colors[k], k)], "row"), ...cells(row), barOf(k))))
  }

  // The median distance as a number and as a length.
  function barOf(k) {
    const bar = make("td", { className: "bar" }, make("span", {}, data.off_words[k]))
    if (!data.off.length) return bar
    const length = make("span", { className: "length" }), longest = Math.max(...data.off)
    length.style.background = data.colors[k]
    length.style.width = `${longest > 0 ? (LONGEST * data.off[k]) / longest : 0}rem`
    bar.append(length)
    return bar
  }

  function draw() {
    const plot = thePlot()
    if (!plot) return
    const context = cleared($("canvas"), plot), radius = radiusOf(shares.length / D, plot)
    veil(context, plot, data.paper)
    for (const one of marksOf(shares, mixture, plot, radius)) mark(context, one, radius, data)
    if (data.revealed) reveal(context, plot)
  }

  function reveal(context, plot) {
    const components = Array.from({ length: K }, (_, k) => k), floor = plot.top + plot.height
    const discs = components.map(k => numberOf(plot, now, k)), ends = components.map(k => numberOf(plot, mixture, k))
    // In one dimension the disc is on top of the component's bell; the ring is lower, for the disc not to hide it.
    const rings = data.medians.map((place, k) => [
      plot.left + place[0] * plot.width,
      D > 1 ? plot.top + (1 - place[1]) * plot.height : Math.min(ends[k][1] + BELOW, floor - BELOW / 2),
    ])
    const down = ([at, top]) => [[at, top], [at, floor]]
    if (D === 1) discs.forEach((place, k) => line(context, down(place), data.colors[k], data))
    if (D === 1) rings.forEach((place, k) => line(context, down(place), data.colors[k], data, [4, 4]))
    if (now === mixture) rings.forEach((place, k) => {
      if (D > 1) arrow(context, place, ends[k], DISC + 3, data)
      else arrow(context, place, [ends[k][0], place[1]], 3, data)
    })
    rings.forEach((place, k) => median(context, place, k, data))
    discs.forEach((place, k) => end(context, place, k, data))
  }

  function goOn(share) {
    now = share < 1 ? allBetween({ mixture: from }, { mixture }, share).mixture : mixture
    picture.show(now, share < 1)
    draw()
  }

  say()
  const picture = showOneMixture(from)
  draw()
  if (moves) motion.flow(LASTS, true, goOn)
  const { soon, end: endDrawing } = onceAFrame(draw)
  return cleanUp(parentElement, [motion.end, picture.end, onPlot(soon), onNewElements(soon), endDrawing])
}
