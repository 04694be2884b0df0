// Lecture mode: the stage alone, in large type and full contrast (dashboard/lecture.css). The window is in it, not the
// page: it stays on the way to a lesson and back. The address bar says so, and a link that says so opens in it.

import { inputsOf, onNewElements, write } from "../shared/charts.js"
import { openedAt, sayInAddress } from "../shared/address_bar.js"
import { closeSidebar, isSmall, openSidebar, sidebarIsOpen } from "./sidebar.js"

const NAME = "show", LECTURE = "lecture", OTHERWISE = "page"
const USUAL_TYPE = 16 // pixels
const RUNS = "data-test-script-state" // by which Streamlit says that a run of the page's script begins or ends
const HOST = "[data-testid=stBidiComponentIsolated]"

const written = new WeakMap()
const html = document.documentElement

export const isLecture = () => html.dataset.show === LECTURE

export function toggleLecture() {
  if (isLecture()) leaveLecture()
  else {
    enter(sidebarIsOpen())
    html.requestFullscreen?.().catch(() => {}) // not allowed in every frame
  }
}

export function leaveLecture() {
  html.dataset.show = OTHERWISE
  if (document.fullscreenElement) document.exitFullscreen()
  if (html.dataset.sidebar === "open" && !isSmall()) openSidebar()
  show()
}

function enter(sidebarWasOpen) {
  html.dataset.show = LECTURE
  html.dataset.sidebar = sidebarWasOpen ? "open" : "closed"
  closeSidebar()
  show()
}

function show() {
  sayInAddress(NAME, isLecture() ? LECTURE : "")
  dress()
}

// Components see nothing of the page's styles: theirs ask what their host is told. The charts' type grows with the page's.
function dress() {
  for (const host of document.querySelectorAll(HOST)) {
    if (host.dataset.show !== html.dataset.show) host.dataset.show = html.dataset.show
  }
  const type = isLecture() ? parseFloat(getComputedStyle(html).fontSize) / USUAL_TYPE : 1
  for (const input of inputsOf("type")) {
    if (written.get(input) === type) continue // the input itself holds it to its own step
    written.set(input, type)
    write(input, type)
  }
}

// Keeps the mode while the page changes; returns what ends it.
export function keepLecture() {
  const asked = openedAt().searchParams.get(NAME) === LECTURE
  if (!html.dataset.show && asked) enter(true)
  html.dataset.show ??= OTHERWISE
  const onFullscreen = () => { if (isLecture() && !document.fullscreenElement) leaveLecture() } // by Esc, say
  const runs = new MutationObserver(show) // a run leaves out of the address what the server does not know
  runs.observe(document.body, { attributes: true, attributeFilter: [RUNS], subtree: true })
  const ends = [() => runs.disconnect(), onNewElements(dress)]
  document.addEventListener("fullscreenchange", onFullscreen)
  addEventListener("resize", dress)
  show()
  return () => {
    ends.forEach(end => end())
    document.removeEventListener("fullscreenchange", onFullscreen)
    removeEventListener("resize", dress)
  }
}
