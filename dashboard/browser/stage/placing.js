// Where a card stands beside what it speaks of, without hiding it.

const GAP = 12 // pixels

// `box`: what it speaks of; a card of `width` times `height` in a window of `wide` times `high`. { left, top } of the
// first side that has room for it, or of the one where the card hides least.
export function beside(box, width, height, wide, high) {
  const within = (place, size, room) => Math.max(GAP, Math.min(place, room - size - GAP))
  const [x, y] = [box.left + (box.width - width) / 2, box.top + (box.height - height) / 2]
  const sides = [
    [box.right + GAP, y], [x, box.bottom + GAP], [x, box.top - height - GAP], [box.left - width - GAP, y],
  ].map(([left, top]) => ({ left: within(left, width, wide), top: within(top, height, high) }))
  const hidden = ({ left, top }) =>
    Math.max(0, Math.min(left + width, box.right) - Math.max(left, box.left)) *
    Math.max(0, Math.min(top + height, box.bottom) - Math.max(top, box.top))
  return sides.reduce((best, side) => (hidden(side) < hidden(best) ? side : best))
}
