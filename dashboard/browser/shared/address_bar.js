// The address bar, as far as the browser alone keeps it: what the server does not know, and leaves out of every address
// that it writes.

const OF_FRAMES = ["embed", "embed_options"], OF_THE_BROWSER = ["step", "show"]

const parts = () => location.search.replace(/^\?/, "").split("&").filter(Boolean)
const nameOf = part => part.split("=")[0]
const searchOf = said => (said.length ? `?${said.join("&")}` : "")

// Says `name=value`; an empty value says nothing.
export function sayInAddress(name, value) {
  const said = parts().filter(part => nameOf(part) !== name)
  if (value) said.push(`${name}=${value}`)
  const search = searchOf(said)
  if (search !== location.search) history.replaceState(history.state, "", location.pathname + search + location.hash)
}

// The address to pass on: of the page, not of a frame. `short`, if there is one, stands for all that the server knows.
export function addressToPassOn(short) {
  const kept = short ? [`z=${short}`, ...parts().filter(part => OF_THE_BROWSER.includes(nameOf(part)))] : parts()
  return location.origin + location.pathname + searchOf(kept.filter(part => !OF_FRAMES.includes(nameOf(part))))
}

// The address that the page was opened at, before anything was written into it.
export const openedAt = () => new URL(performance.getEntriesByType("navigation")[0].name)
