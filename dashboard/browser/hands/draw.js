// The ghost over the picture: where EM will end, and on what ways its means go there.

import { bellOf, ellipseOf, numberOf } from "../shared/shapes.js"
import { disc, stroke } from "../shared/strokes.js"

const DASH = [9, 6], PALE = 0.3 // a component has a dash of its own, but no pale band

// A sheet over the chart, which lets everything through to it.
export function makeSheet() {
  const sheet = document.createElement("canvas")
  sheet.setAttribute("aria-hidden", "true")
  sheet.className = "em-explorer-ghost"
  Object.assign(sheet.style, { position: "absolute", pointerEvents: "none", zIndex: 1 })
  return sheet
}

// `ghost`: { mixture, means } of a run of EM; `lines` of words; `look`: colours, widths of the ellipses.
export function drawGhost(sheet, canvas, plot, ghost, lines, look) {
  const context = cleared(sheet, canvas)
  context.save()
  context.beginPath()
  context.rect(plot.left, plot.top, plot.width, plot.height)
  context.clip()
  for (let k = 0; k < ghost.mixture.K; k++) {
    if (ghost.mixture.D === 2) stroke(context, wayOf(plot, ghost.means, k), look.palette[k], 1.5)
    const outline = ghost.mixture.D === 1
      ? bellOf(plot, ghost.mixture, k)
      : ellipseOf(plot, ghost.mixture, k, look.radii.at(-1))
    context.globalAlpha = PALE
    stroke(context, outline, look.palette[k], 7)
    context.globalAlpha = 1
    stroke(context, outline, look.palette[k], 2, DASH)
    disc(context, numberOf(plot, ghost.mixture, k), 6, look.paper, look.palette[k], 2.5)
  }
  context.restore()
  label(context, plot, lines, look)
}

// The sheet, as large as the chart and empty, to be drawn on in pixels of the window.
function cleared(sheet, canvas) {
  if (sheet.parentElement !== canvas.parentElement) canvas.parentElement.append(sheet)
  const scale = window.devicePixelRatio || 1, wide = canvas.clientWidth, high = canvas.clientHeight
  sheet.width = Math.round(wide * scale)
  sheet.height = Math.round(high * scale)
  Object.assign(sheet.style, {
    left: `${canvas.offsetLeft}px`, top: `${canvas.offsetTop}px`, width: `${wide}px`, height: `${high}px`,
  })
  const context = sheet.getContext("2d")
  const { left, top } = canvas.getBoundingClientRect()
  context.setTransform(scale, 0, 0, scale, -scale * left, -scale * top)
  return context
}

const wayOf = (plot, steps, k) => steps.map(means => plot.toPixels(means[2 * k], means[2 * k + 1]))

function label(context, plot, lines, look) {
  const size = 0.8 * parseFloat(getComputedStyle(document.documentElement).fontSize), high = 1.4 * size
  context.font = `${size}px ${getComputedStyle(document.body).fontFamily}`
  const widest = Math.max(...lines.map(words => context.measureText(words).width))
  const wide = Math.min(widest + size, plot.width), middle = plot.left + plot.width / 2, top = plot.top + 2
  context.fillStyle = look.paper
  context.globalAlpha = 0.85
  context.fillRect(middle - wide / 2, top, wide, high * lines.length)
  context.globalAlpha = 1
  context.fillStyle = look.ink
  context.textAlign = "center"
  context.textBaseline = "middle"
  lines.forEach((words, i) => context.fillText(words, middle, top + (i + 0.5) * high, plot.width))
}
