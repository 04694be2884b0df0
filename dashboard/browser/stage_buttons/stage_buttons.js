// The buttons at the end of the stage's first row: lecture mode, and the card of keys.

import { askForKeys, askForLecture } from "../shared/asking.js"

export default function ({ parentElement }) {
  parentElement.querySelector(".lecture").onclick = askForLecture
  parentElement.querySelector(".keys").onclick = askForKeys
}
