// What buttons anywhere ask of the page (browser/stage/). Each `on...` returns what ends it.

import { announce, listen } from "./events.js"

const LECTURE = "em-explorer:lecture", KEYS = "em-explorer:keys"

export const askForLecture = () => announce(LECTURE)
export const onAskForLecture = act => listen(LECTURE, act)
export const askForKeys = () => announce(KEYS)
export const onAskForKeys = act => listen(KEYS, act)
