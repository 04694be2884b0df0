// The buttons at the end of the stage's first row: what can be taken away, lecture mode, and the card of keys.

import { askForKeys, askForLecture, onAskToTakeAway } from "../shared/asking.js"
import { cleanUp } from "../shared/reruns.js"
import { inView } from "../shared/step.js"

export default function ({ parentElement, setTriggerValue }) {
  const take = parentElement.querySelector(".take")
  take.onclick = () => setTriggerValue("take", inView().position) // only the browser knows the step
  parentElement.querySelector(".lecture").onclick = askForLecture
  parentElement.querySelector(".keys").onclick = askForKeys
  return cleanUp(parentElement, [onAskToTakeAway(() => take.click())])
}
