// What every page has besides what it shows: keys, their card, lecture mode, a tour of the stage, a sidebar that gets out
// of the way. The server hears nothing of it, but that the page turned light or dark. `data.alone`: there is no server,
// the stage is a file's.

import { askToTakeAway, onAskForKeys, onAskForLecture, onAskToTakeAway } from "../shared/asking.js"
import { cleanUp } from "../shared/reruns.js"
import { keyCard } from "./key_card.js"
import { keysOfTheStage } from "./keys.js"
import { isLecture, keepLecture, leaveLecture, toggleLecture } from "./lecture.js"
import { completePageLinks } from "./page_links.js"
import { closeAfterChoices, closeSidebar, firstLink, isEmbedded, isSmall, markHere, openSidebar, sidebarIsOpen } from "./sidebar.js"
import { keepTheme } from "./theme.js"
import { tourOf } from "./tour.js"

const PANEL = "section[role=dialog]"
const OPENING = 150 // ms that the sidebar takes to have its links

// Streamlit's dialog closes by itself on Esc while it has the focus, which a button that waits for its file has lost.
function closePanel() {
  const close = document.querySelector(`${PANEL} [aria-label=Close]`)
  close?.click()
  return Boolean(close)
}

export default function ({ data, parentElement, setTriggerValue }) {
  keepTheme(parentElement, data.dark, dark => setTriggerValue("dark", dark))
  for (const row of parentElement.querySelectorAll(".of-page")) row.hidden = Boolean(data.alone)
  const isFree = () => !isLecture() && !isEmbedded() && !data.alone && !document.querySelector(PANEL)
  const tour = tourOf(parentElement, isFree)
  const showKeys = keyCard(parentElement, tour)

  function toggleSidebar() {
    if (sidebarIsOpen()) return closeSidebar()
    openSidebar()
    setTimeout(() => keys.lend(firstLink({ unfolded: isLecture() })), OPENING)
  }

  function escape() {
    if (tour.skip() || closePanel()) return true
    if (!isLecture()) return false
    leaveLecture()
    return true
  }

  const keys = keysOfTheStage({ l: toggleLecture, s: toggleSidebar, t: askToTakeAway, "?": showKeys }, escape)
  return cleanUp(parentElement, [
    tour.end, keys.end, keepLecture(), markHere(), completePageLinks(), closeAfterChoices(() => isSmall() || isLecture()),
    onAskForKeys(showKeys), onAskForLecture(toggleLecture), onAskToTakeAway(tour.skip),
  ])
}
