// Charts and lines of text, one under the other, as one picture.

const MARGIN = 14, GAP = 6, LEADING = 1.35

// `parts`: lines { text, size, bold }, or { layout, images } as `layoutOf` and the charts' canvases are; in this order.
// Draws on the canvas, `scale` device pixels to one of the page, and makes it as large as needed.
export function compose(canvas, parts, { scale, paper, ink, font, margin = MARGIN }) {
  const wide = Math.max(...parts.map(({ layout }) => layout?.wide ?? 0)), across = wide + 2 * margin
  const context = canvas.getContext("2d", { willReadFrequently: true })
  const setType = ({ size, bold }) => { context.font = `${bold ? 700 : 400} ${size}px ${font}` }
  let y = margin
  const rows = parts.flatMap(part => {
    if (part.layout) return [{ ...part, high: part.layout.high }]
    setType(part)
    return wrapped(part.text, wide, text => context.measureText(text).width).map(text => ({ ...part, text, high: part.size * LEADING }))
  })
  const down = rows.reduce((sum, { high }) => sum + high + GAP, 2 * margin - GAP)
  canvas.width = Math.round(across * scale)
  canvas.height = Math.round(down * scale)
  context.scale(scale, scale)
  context.imageSmoothingQuality = "high"
  context.fillStyle = paper
  context.fillRect(0, 0, across, down)
  context.fillStyle = ink
  context.textBaseline = "middle"
  for (const row of rows) {
    if (row.layout) {
      const left = margin + (wide - row.layout.wide) / 2
      row.layout.places.forEach((place, i) => context.drawImage(row.images[i], left + place.x, y + place.y, place.wide, place.high))
    } else {
      setType(row)
      context.fillText(row.text, margin, y + row.high / 2)
    }
    y += row.high + GAP
  }
  return context
}

// The text in lines that are no wider; words that are, as a long address is, are cut.
function wrapped(text, wide, widthOf) {
  const lines = [""]
  for (const word of text.split(/(?<=[\s&])/)) {
    if (lines.at(-1) && widthOf(lines.at(-1) + word.trimEnd()) > wide) lines.push("")
    lines.push(lines.pop() + word)
    while (widthOf(lines.at(-1).trimEnd()) > wide) {
      let fits = 1
      while (widthOf(lines.at(-1).slice(0, fits + 1)) <= wide) fits++
      lines.push(lines.at(-1).slice(fits))
      lines.splice(-2, 1, lines.at(-2).slice(0, fits))
    }
  }
  return lines.map(line => line.trim()).filter(Boolean)
}
