// The address bar, as far as the browser alone keeps it: what the server does not know, and leaves out of every address
// that it writes.

// Says `name=value`; an empty value says nothing.
export function sayInAddress(name, value) {
  const parts = location.search.replace(/^\?/, "").split("&").filter(part => part && !part.startsWith(`${name}=`))
  if (value) parts.push(`${name}=${value}`)
  const search = parts.length ? `?${parts.join("&")}` : ""
  if (search !== location.search) history.replaceState(history.state, "", location.pathname + search + location.hash)
}

// The address that the page was opened at, before anything was written into it.
export const openedAt = () => new URL(performance.getEntriesByType("navigation")[0].name)
