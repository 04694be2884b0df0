// Streamlit's sidebar, opened and closed by its own buttons.

import { onNewElements } from "../shared/charts.js"

const SIDEBAR = "[data-testid=stSidebar]"
const CLOSE = "[data-testid=stSidebarCollapseButton] button", OPEN = "[data-testid=stExpandSidebarButton]"
const LINK = `${SIDEBAR} [data-testid=stPageLink-NavLink]`
const FOLDED = `${SIDEBAR} details:not([open]):has([data-testid=stPageLink-NavLink])`
const PRESETS = ".st-key-preset"

export const isEmbedded = () => Boolean(document.querySelector(".streamlit-embedded"))
export const isSmall = () => matchMedia("(max-width: 768px)").matches // where Streamlit lays the sidebar over the page
export const sidebarIsOpen = () => !document.querySelector(OPEN) && Boolean(document.querySelector(CLOSE))
export const closeSidebar = () => { if (sidebarIsOpen()) document.querySelector(CLOSE).click() }
export const openSidebar = () => document.querySelector(OPEN)?.click()

// Says of the page in view that it is. Returns what ends it.
export function markHere() {
  const mark = () => document.querySelector(".st-key-here p")?.setAttribute("aria-current", "page")
  mark()
  return onNewElements(mark)
}

// The first link to another page. Where others are folded away, they are unfolded first, if they are to be.
export function firstLink({ unfolded }) {
  if (unfolded) document.querySelector(FOLDED)?.querySelector("summary").click()
  return document.querySelector(LINK)
}

// Closes the sidebar after a choice that is to be looked at, another page or a preset, while `covers()` holds. Returns
// what ends it.
export function closeAfterChoices(covers) {
  function onClick({ target }) {
    if (!covers() || !(target instanceof Element)) return
    const preset = target.closest("[role=option]") && document.querySelector(`${PRESETS} [aria-expanded=true]`)
    if (preset || target.closest(LINK)) setTimeout(closeSidebar, 60) // when Streamlit has taken the choice
  }
  document.addEventListener("click", onClick, true)
  return () => document.removeEventListener("click", onClick, true)
}
