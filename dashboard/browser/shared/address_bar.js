// The address bar, as far as the browser alone keeps it: what the server does not know, and leaves out of every address
// that it writes.

const OF_FRAMES = ["embed", "embed_options"], OF_THE_BROWSER = ["step", "show"]

// The address of what is in view. In a file that was taken away it is that of the page which it came from: no bar shows
// it, and it is kept here.
export const address = () => window.emExplorerAddress ?? location.href
export const comeFrom = link => { window.emExplorerAddress = link }

const nameOf = part => part.split("=")[0]
const written = (path, parts, hash) => `${path}${parts.length ? "?" : ""}${parts.join("&")}${hash}`

function takenApart() {
  const [, path, query = "", hash] = /^([^?#]*)(?:\?([^#]*))?(.*)$/.exec(address())
  return { path, parts: query.split("&").filter(Boolean), hash }
}

// Says `name=value`; an empty value says nothing.
export function sayInAddress(name, value) {
  const { path, parts, hash } = takenApart(), said = parts.filter(part => nameOf(part) !== name)
  if (value) said.push(`${name}=${value}`)
  const now = written(path, said, hash)
  if (now === address()) return
  if (window.emExplorerAddress) comeFrom(now)
  else history.replaceState(history.state, "", now)
}

// The address to pass on: of the page, not of a frame. `short`, if there is one, stands for all that the server knows.
export function addressToPassOn(short) {
  const { path, parts } = takenApart()
  const kept = short ? [`z=${short}`, ...parts.filter(part => OF_THE_BROWSER.includes(nameOf(part)))] : parts
  return written(path, kept.filter(part => !OF_FRAMES.includes(nameOf(part))), "")
}

// The address that the page was opened at, before anything was written into it.
export const openedAt = () => new URL(performance.getEntriesByType("navigation")[0].name)
