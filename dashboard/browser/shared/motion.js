// How one step flows into the next: pictures of what lies between them, as many as the machine can draw.

export const LASTS = 200 // milliseconds
const RUSH = 60 // milliseconds; steps that come faster are shown as they are
const FEWEST = 3 // pictures on the way; a machine that can't draw as many is spared them
const SMOOTHING = 0.3 // weight of the newest in the mean time of a picture

const isUnwanted = () => document.hidden || matchMedia("(prefers-reduced-motion: reduce)").matches
const eased = share => share * share * (3 - 2 * share)

export function makeMotion() {
  let waiting = 0, pace = 16, before = -Infinity

  const measure = milliseconds => { pace += SMOOTHING * (milliseconds - pace) }

  // Calls `draw(share)` with the share of the way that is behind, for so many milliseconds, and at last `draw(1)`; or
  // that alone and at once, as where there is no way. Returns whether there is motion. What moved before stays where it
  // is.
  function flow(lasts, hasWay, draw) {
    cancelAnimationFrame(waiting)
    const begun = performance.now(), rushed = begun - before < RUSH
    if (lasts > 0) before = begun
    if (!hasWay || rushed || isUnwanted() || lasts < FEWEST * pace) {
      draw(1)
      waiting = requestAnimationFrame(now => measure(Math.max(now - begun, 0)))
      return false
    }
    let drawn = null // when the picture before was drawn: the next frame comes when it is done
    const next = now => {
      if (drawn !== null) measure(now - drawn)
      drawn = now
      const share = Math.min(Math.max((now - begun) / lasts, 0), 1)
      draw(eased(share))
      waiting = requestAnimationFrame(share < 1 ? next : end => measure(end - now))
    }
    waiting = requestAnimationFrame(next)
    return true
  }
  return { flow, end: () => cancelAnimationFrame(waiting) }
}
