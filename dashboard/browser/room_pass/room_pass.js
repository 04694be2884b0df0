// What this browser keeps of a room, so that a reload or a phone that slept is still the same voter, and the host's tab
// still the host's: a random word and the host's key, of the last room only. The address has neither, and may be passed
// on. The word is for all tabs, so that a second one is no second vote; the key is for this tab, so that a lecturer who
// opens the students' link sees what students see.

const NAME = "em-explorer-room"

function kept(storage, room) {
  try {
    const [of, word] = JSON.parse(storage().getItem(NAME))
    return of === room && typeof word === "string" ? word : ""
  } catch { return "" } // nothing kept, or nothing may be
}

function keep(storage, room, word) {
  try { storage().setItem(NAME, JSON.stringify([room, word])) } catch { /* then for this visit alone */ }
}

const OF_BROWSER = () => localStorage, OF_TAB = () => sessionStorage

export default function ({ data: { room, visitor, host }, setStateValue }) {
  const here = { room, visitor: kept(OF_BROWSER, room) || visitor, host: host || kept(OF_TAB, room) }
  keep(OF_BROWSER, room, here.visitor)
  if (here.host) keep(OF_TAB, room, here.host)
  if (here.visitor !== visitor || here.host !== host) setStateValue("kept", here)
}
