// Tells the server where the picture was clicked: only it can run EM from a new start.

import { onClick } from "../shared/clicks.js"
import { cleanUp } from "../shared/reruns.js"

export default function ({ parentElement, setTriggerValue }) {
  return cleanUp(parentElement, [onClick(({ x, y }) => setTriggerValue("click", { x, y }))])
}
