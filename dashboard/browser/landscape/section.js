// The cross-section: surface and bound along the line from the place in view to the bound's top, as curves. Across: shares
// of the jump, 0 where they touch, 1 at the top.

import { disc, stroke } from "../shared/strokes.js"
import { axes, cleared, label, plotIn, within, write } from "./plot.js"

const MARGINS = [0.7, 0.8, 3.1, 5.8]
const FROM = -0.7, TO = 2.4, COUNT = 120
const UNDER = 0.9, OVER = 0.6 // of what there is to climb, below the touching place and above the highest

// `cut`: { from, to, jump, heightAt, boundAt, endless, said }: places on the map (run.js), what gives both curves' heights
// there, whether the bound climbs on beyond the map.
export function drawSection(canvas, { from, to, jump, heightAt, boundAt, endless, said }, look) {
  const drawing = cleared(canvas), { context } = drawing
  const placeAt = share => from.map((value, i) => value + share * (to[i] - value))
  const curve = height => Array.from({ length: COUNT + 1 }, (_, i) => FROM + ((TO - FROM) * i) / COUNT).map(share => [share, height(placeAt(share))])
  const surface = curve(heightAt), bowl = curve(boundAt), touch = heightAt(from), end = placeAt(jump), top = boundAt(end), there = heightAt(end)
  const climbs = jump < 1 ? touch - boundAt(to) : Math.max(there - touch, top - touch)
  const low = touch - UNDER * climbs, high = Math.max(there, top) + OVER * climbs
  const plot = plotIn(drawing, MARGINS, [FROM, TO], [low, high])
  if (plot.width < 20 || plot.height < 20) return
  within(drawing, plot, () => {
    // Far below the plot a canvas loses its place.
    const line = curveThere => curveThere.map(([share, height]) => plot.at([share, Math.max(height, 2 * low - high)]))
    stroke(context, line(surface), look.ink, 2.5)
    stroke(context, line(bowl), look.bowl, 2.5, [8, 4])
    const [[x, y], [, y2]] = [plot.at([jump, there]), plot.at([jump, top])]
    if (y2 - y > 2) stroke(context, [[x, y], [x, y2]], look.gap, 5)
    disc(context, plot.at([jump, top]), 6, look.paper, look.bowl, 2.5)
    disc(context, plot.at([jump, there]), 4.5, look.ink, look.paper, 1.5)
    disc(context, plot.at([0, touch]), 7, look.ink, look.paper, 2)
    const [tx, ty] = plot.at([0, touch])
    if (jump < 1) return label(drawing, "it touches with its own top", [tx + 12, ty - 14], look, { colour: look.bowlText, bold: true })
    label(drawing, "they touch", [tx - 10, ty - 14], look, { align: tx > plot.left + 9 * drawing.size ? "right" : "left" })
    label(drawing, endless ? "no top: on and on" : "bound's top", [x + 12, y2 + 4], look, { colour: look.bowlText, bold: true })
    if (y2 - y > 1.6 * drawing.size) label(drawing, "won on top: KL", [x + 10, (y + y2) / 2], look, { colour: look.gapText, bold: true })
    label(drawing, "log-likelihood", [x - 8, y - 14], look, { align: "right", bold: true })
  })
  const digits = Math.min(Math.max(0, 2 - Math.floor(Math.log10(high - low))), 5)
  const ends = [[touch, touch], [there, there]].map(([at]) => ({ at, text: write(at, digits) }))
  const apart = Math.abs(plot.at([0, touch])[1] - plot.at([0, there])[1]) > drawing.size
  axes(drawing, plot, { title: said, ticks: jump < 1 ? [{ at: 0, text: "here" }] : [{ at: 0, text: "here" }, { at: 1, text: endless ? "edge" : "next" }] }, { title: "nats", ticks: apart ? ends : ends.slice(0, 1) }, look)
}
