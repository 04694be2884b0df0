// The rivals' chart: the log-likelihood of every step of EM, of gradient ascent and of Newton's method, and where each
// ends.

import { disc, stroke } from "../shared/strokes.js"
import { axes, cleared, label, plotIn, within } from "./plot.js"

const MARGINS = [0.7, 0.8, 3.1, 4.1]
const AIR = 0.08 // of what there is to climb
const MOST = 60 // steps that are drawn, or as many as are taken
const DOWN = 0.7 // of what there is to climb: what goes down farther leaves the chart

// `ways`: { heights, colour, dash, said }, EM first; `here`: the step in view.
export function drawRace(canvas, ways, here, look) {
  const drawing = cleared(canvas), { context, size } = drawing
  const all = ways.map(({ heights }) => heights), longest = Math.max(...all.map(heights => heights.length - 1), 1)
  const high = Math.max(...all.flat()), [[start]] = all, least = start - DOWN * (high - start)
  const low = Math.max(Math.min(...all.flat()), least), air = AIR * (high - low) + 1e-6
  const plot = plotIn(drawing, MARGINS, [0, Math.min(longest, Math.max(MOST, here))], [low - air, high + air])
  if (plot.width < 20 || plot.height < 20) return
  within(drawing, plot, () => {
    const [x] = plot.at([here, low])
    stroke(context, [[x, plot.top], [x, plot.top + plot.height]], look.grey, 1, [3, 3])
    for (const { heights, colour, dash } of [...ways].reverse()) {
      stroke(context, heights.map((height, i) => plot.at([i, height])), colour, 2.5, dash)
      const step = Math.min(here, heights.length - 1)
      disc(context, plot.at([step, heights[step]]), 4.5, colour, look.paper, 1.5)
    }
    const row = 1.5 * size, first = plot.top + plot.height / 2 - (row * (ways.length - 1)) / 2
    ways.forEach(({ said, colour, dash }, i) => {
      const right = plot.left + plot.width - 6, y = first + i * row
      label(drawing, said, [right, y], look, { align: "right", small: 0.9 })
      const left = right - context.measureText(said).width - 28
      stroke(context, [[left, y], [left + 22, y]], colour, 2.5, dash)
    })
  })
  axes(drawing, plot, { title: "steps" }, { title: "log-likelihood, nats" }, look)
}
