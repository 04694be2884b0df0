// Elements, built one by one: what others wrote comes in as text and stays text.

const SVG = "http://www.w3.org/2000/svg", MATHML = "http://www.w3.org/1998/Math/MathML"

// An element of HTML with these properties; children are elements and texts.
function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties)
  element.append(...children)
  return element
}

// An element of SVG or MathML with these attributes.
function draw(namespace, tag, attributes = {}, ...children) {
  const element = document.createElementNS(namespace, tag)
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
  element.append(...children)
  return element
}

// A spot in a component's colour.
function swatch(color) {
  const dot = make("span", { className: "swatch" })
  dot.style.background = color
  return dot
}

// The round button of component `k`, counted from 0.
function chip(color, k, choose) {
  const button = make("button", { type: "button", className: "chip", textContent: k + 1, onclick: () => choose(k) })
  button.style.background = color
  button.setAttribute("aria-label", `Component ${k + 1}`)
  return button
}
