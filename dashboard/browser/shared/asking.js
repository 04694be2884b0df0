// What buttons anywhere ask of the page (browser/stage/). Each `on...` returns what ends it.

import { announce, listen } from "./events.js"

const LECTURE = "em-explorer:lecture", KEYS = "em-explorer:keys", TAKE = "em-explorer:take"

export const askForLecture = () => announce(LECTURE)
export const onAskForLecture = act => listen(LECTURE, act)
export const askForKeys = () => announce(KEYS)
export const onAskForKeys = act => listen(KEYS, act)
export const askToTakeAway = () => announce(TAKE)
export const onAskToTakeAway = act => listen(TAKE, act)
