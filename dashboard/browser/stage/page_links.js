// Streamlit's links to the dashboard have a query and no path: on another page their address is that page's. And a click
// always opens them in this tab, with whatever key.

const TO_DASHBOARD = 'a[data-testid=stPageLink-NavLink][href^="?"]'

// Gives such a link its whole address before it is opened in a tab of its own or copied. Returns what ends that.
export function completePageLinks() {
  function complete({ target }) {
    const link = target instanceof Element && target.closest(TO_DASHBOARD)
    if (link) link.setAttribute("href", `./${link.getAttribute("href")}`)
  }
  function leaveToBrowser(event) {
    if ((event.ctrlKey || event.metaKey || event.shiftKey) && event.target.closest?.("a[data-testid=stPageLink-NavLink]")) event.stopPropagation()
  }
  const before = ["pointerdown", "focusin", "contextmenu"]
  for (const kind of before) document.addEventListener(kind, complete, true)
  document.addEventListener("click", leaveToBrowser, true)
  return () => {
    for (const kind of before) document.removeEventListener(kind, complete, true)
    document.removeEventListener("click", leaveToBrowser, true)
  }
}
