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

// The cells of a row of a table: each a text, or a list of texts and elements.
export const cells = (texts, tag = "td") => texts.map(text => make(tag, {}, ...[text].flat()))

// A spot in a component's colour.
export function swatch(color) {
  const dot = make("span", { className: "swatch" })
  dot.style.background = color
  return dot
}

// The round button of component `k`, counted from 0.
export function chip(color, k, choose) {
  const button = make("button", { type: "button", className: "chip", textContent: k + 1, onclick: () => choose(k) })
  button.style.background = color
  button.setAttribute("aria-label", `Component ${k + 1}`)
  return button
}
