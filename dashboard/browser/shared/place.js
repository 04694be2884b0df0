// Where a card stands: beside a place in the window, and within the window.

const GAP = 18, MARGIN = 8 // pixels from the place, from the window's edges
const MOST = 0.62 // of the window's height: the picture stays in sight

const within = (value, low, high) => Math.max(Math.min(value, high), low)

// On the side that has room for it; where neither side has, as on a phone, above or below, no higher than there is room.
export function placeBeside(card, [px, py]) {
  card.style.maxHeight = `${MOST * innerHeight}px`
  const { width, height } = card.getBoundingClientRect()
  const put = (left, top) => Object.assign(card.style, { left: `${left}px`, top: `${top}px` })
  for (const left of [px + GAP, px - GAP - width]) {
    if (left >= MARGIN && left + width <= innerWidth - MARGIN) {
      return put(left, within(py - height / 3, MARGIN, innerHeight - MARGIN - height))
    }
  }
  const above = py - GAP - MARGIN, below = innerHeight - py - GAP - MARGIN
  const high = Math.min(height, Math.max(above, below))
  card.style.maxHeight = `${high}px`
  put(within(px - width / 2, MARGIN, innerWidth - MARGIN - width), below >= high ? py + GAP : py - GAP - high)
}
