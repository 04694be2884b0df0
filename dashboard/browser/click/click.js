// Tells the server where the picture was clicked: only it can run EM from a new start.

import { onSpot } from "../shared/clicks.js"

const ends = new WeakMap()

export default function ({ parentElement, setTriggerValue }) {
  ends.get(parentElement)?.()
  const end = onSpot(({ x, y }) => setTriggerValue("spot", { x, y }))
  ends.set(parentElement, end)
  return end
}
