// The address bar, as far as the browser alone keeps it: what the server does not know, and leaves out of every address
// that it writes.

// The address of what is in view. In a file that was taken away it is that of the page which it came from: no bar shows
// it, and it is kept here.
export const address = () => window.emExplorerAddress ?? location.href
export const comeFrom = link => { window.emExplorerAddress = link }

// Says `name=value`; an empty value says nothing.
export function sayInAddress(name, value) {
  const [, path, query = "", hash] = /^([^?#]*)(?:\?([^#]*))?(.*)$/.exec(address())
  const parts = query.split("&").filter(part => part && !part.startsWith(`${name}=`))
  if (value) parts.push(`${name}=${value}`)
  const said = parts.join("&")
  if (said === query) return
  const now = `${path}${said && "?"}${said}${hash}`
  if (window.emExplorerAddress) comeFrom(now)
  else history.replaceState(history.state, "", now)
}

// The address that the page was opened at, before anything was written into it.
export const openedAt = () => new URL(performance.getEntriesByType("navigation")[0].name)
