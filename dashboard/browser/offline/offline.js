// The page as a file: what Streamlit does for the page is done here. Every part gets its data and a place of its own, every
// chart is drawn, and what is seen is chosen. Nothing is asked of any server.

import { address, comeFrom, sayInAddress } from "../shared/address_bar.js"
import { askForKeys, askForLecture } from "../shared/asking.js"
import { make } from "../shared/element.js"

const EMBED = { actions: false, ast: true, defaultStyle: false, renderer: "canvas", tooltip: { disableDefaultStyle: true } }
const FONTS = ["400 12px", "600 12px", "700 12px"].map(font => `${font} "Source Sans"`)
const PADDING = { bottom: 20 } // as Streamlit has it: the picture's key stands there
const $ = selector => document.querySelector(selector)

// What there is for a light page and for a dark one: `both` holds what is the same.
const forTheme = ({ both, light, dark }, isDark) => ({ ...both, ...(isDark ? dark : light) })

const rowsOf = columns => {
  const names = Object.keys(columns)
  return columns[names[0]].map((_, i) => Object.fromEntries(names.map(name => [name, columns[name][i]])))
}

// "**Bold** and not" as elements.
const marked = text => text.split("**").map((piece, i) => (i % 2 ? make("b", {}, piece) : piece))

// `page`: what Python wrote into the file (take_away/offline.py); `parts`: the components' HTML, CSS and main function.
export default function ({ page, parts, vegaEmbed }) {
  const looks = { ...page.looks, dark: page.dark }, drawn = new Map()

  function show(name) {
    const place = $(`[data-part=${name}]`), { html, css, main } = parts[name]
    const root = place.shadowRoot ?? place.attachShadow({ mode: "open" })
    if (!root.firstChild) root.innerHTML = `<style>${css}</style>${html}`
    const data = forTheme(page.parts[name], looks.dark)
    const chosen = Object.keys(looks).filter(look => page.chosen[name]?.includes(look)).map(look => [look, looks[look]])
    main({ data: { ...data, ...Object.fromEntries(chosen) }, parentElement: root, setStateValue() {}, setTriggerValue() {} })
  }

  async function draw(place) {
    const { tables, ...spec } = forTheme(page.charts[place.dataset.chart], looks.dark)
    const datasets = Object.fromEntries(Object.entries(tables).map(([name, columns]) => [name, rowsOf(columns)]))
    drawn.get(place)?.finalize()
    const embedded = await vegaEmbed(place, { ...spec, datasets, padding: PADDING, ...sizeOf(place) }, EMBED)
    drawn.set(place, embedded)
    await fit(place) // else Vega fits the axes by a first guess
  }

  function sizeOf(place) {
    const { clientWidth: width, clientHeight: height } = place
    return place.matches(".fixed") ? { width: width || 1 } : { width: width || 1, height: height || 1 }
  }

  async function fit(place) {
    const view = drawn.get(place)?.view, size = sizeOf(place)
    if (!view || size.width === 1) return
    for (const [name, value] of Object.entries(size)) view[name](value)
    await view.resize().runAsync()
  }

  function dress() {
    document.documentElement.dataset.theme = looks.dark ? "dark" : "light"
    $(".theme").setAttribute("aria-label", looks.dark ? "Light page" : "Dark page")
    const curves = $("[data-chart=curves]")
    if (curves) curves.hidden = !looks.field
    const lines = page.key.of[page.key.by.map(look => looks[look]).join(" ")].map(i => page.key.lines[i])
    $("#key").replaceChildren(...lines.map(line => make("li", {}, ...marked(line))))
    Object.keys(page.parts).forEach(show)
  }

  const charts = [...document.querySelectorAll("[data-chart]")]
  const drawAll = () => Promise.all(charts.map(draw))

  for (const input of document.querySelectorAll("[data-look]")) {
    const value = input.type === "checkbox" ? "checked" : "value"
    input[value] = looks[input.dataset.look]
    input.onchange = () => {
      looks[input.dataset.look] = input[value]
      sayInAddress(input.dataset.look, input.type === "checkbox" && !input.checked ? input.dataset.off : input.value)
      dress()
    }
  }
  $(".theme").onclick = () => {
    looks.dark = !looks.dark
    dress()
    drawAll()
  }
  $(".lecture").onclick = askForLecture
  $(".keys").onclick = askForKeys
  const back = $(".way-back")
  if (back) back.onpointerdown = back.onclick = () => { back.href = address() } // at the step in view

  async function open() {
    comeFrom(page.link)
    dress()
    await Promise.all(FONTS.map(font => document.fonts.load(font))) // charts measure their texts
    await drawAll()
    const watch = new ResizeObserver(places => places.forEach(({ target }) => fit(target)))
    charts.forEach(place => watch.observe(place))
    document.documentElement.dataset.ready = "yes"
  }
  open()
}
