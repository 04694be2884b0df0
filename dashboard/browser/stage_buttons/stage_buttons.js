// The buttons at the end of the stage's first row: what can be taken away, lecture mode, and the card of keys.

import { askForKeys, askForLecture, askToTakeAway, onAskToTakeAway } from "../shared/asking.js"
import { cleanUp } from "../shared/reruns.js"
import { goTo, inView } from "../shared/step.js"

export default function ({ parentElement, setTriggerValue }) {
  // Only the browser knows the step; a run that plays stops there, so that what is taken is what is seen.
  function take() {
    goTo(inView().position)
    setTriggerValue("take", inView().position)
  }

  parentElement.querySelector(".take").onclick = askToTakeAway
  parentElement.querySelector(".lecture").onclick = askForLecture
  parentElement.querySelector(".keys").onclick = askForKeys
  return cleanUp(parentElement, [onAskToTakeAway(take)])
}
