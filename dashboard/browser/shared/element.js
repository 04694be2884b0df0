// Elements, built one by one: what others wrote comes in as text and stays text.

export const SVG = "http://www.w3.org/2000/svg"
export const MATHML = "http://www.w3.org/1998/Math/MathML"

// An element of HTML with these properties; children are elements and texts.
export function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties)
  element.append(...children)
  return element
}

// An element of SVG or MathML with these attributes.
export function draw(namespace, tag, attributes = {}, ...children) {
  const element = document.createElementNS(namespace, tag)
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
  element.append(...children)
  return element
}

// A row of a table and cells for it; a cell holds a text, or a list of texts and elements.
export const tableRow = (...cells) => make("tr", {}, ...cells)
export const cells = texts => texts.map(text => make("td", {}, ...[text].flat()))
export const headings = (texts, scope = "col") => texts.map(text => make("th", { scope }, ...[text].flat()))

// A component's number beside a dot in its colour.
export function swatch(colour, k) {
  const dot = make("span", { className: "swatch" })
  dot.style.background = colour
  return [dot, `${k + 1}`]
}

// The round buttons of the K components; `choose` gets the one that is pressed, counted from 0.
export function chips(colours, K, choose) {
  return colours.slice(0, K).map((colour, k) => {
    const chip = make("button", { type: "button", className: "chip", textContent: k + 1, onclick: () => choose(k) })
    chip.style.background = colour
    chip.setAttribute("aria-label", `Component ${k + 1}`)
    return chip
  })
}
