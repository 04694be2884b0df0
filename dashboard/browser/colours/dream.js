// A sample from the mixture of a step. The random numbers are drawn once, from a fixed seed: from step to step every
// dreamt point moves with its component, and scrubbing does not flicker.

const SEED = 20080817

// Numbers in (0, 1), the same for the same seed (B. Jenkins's small fast generator, as in PractRand's sfc32).
function uniforms(seed) {
  let a = seed | 0, b = 0x9e3779b9 | 0, c = 0x243f6a88 | 0, counter = 1
  const next = () => {
    const sum = (((a + b) | 0) + counter++) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + sum | 0
    return ((sum >>> 0) + 0.5) / 4294967296
  }
  for (let i = 0; i < 20; i++) next()
  return next
}

// For n points: a uniform that chooses the component, and D standard normals (Box and Muller).
export function drawNumbers(n, D) {
  const next = uniforms(SEED)
  const choices = new Float64Array(n), normals = new Float64Array(n * D)
  for (let i = 0; i < n; i++) choices[i] = next()
  for (let i = 0; i < normals.length; i += 2) {
    const radius = Math.sqrt(-2 * Math.log(next())), angle = 2 * Math.PI * next()
    normals[i] = radius * Math.cos(angle)
    if (i + 1 < normals.length) normals[i + 1] = radius * Math.sin(angle)
  }
  return { choices, normals }
}

// The first n dreamt points (n x D).
export function dream({ K, D, weights, means, factors }, { choices, normals }, n) {
  const X = new Float64Array(n * D)
  for (let i = 0; i < n; i++) {
    let k = 0
    for (let sum = weights[0]; k < K - 1 && choices[i] >= sum; sum += weights[k]) k++
    if (D === 1) {
      X[i] = means[k] + factors[k] * normals[i]
    } else {
      const z1 = normals[2 * i], z2 = normals[2 * i + 1]
      X[2 * i] = means[2 * k] + factors[3 * k] * z1
      X[2 * i + 1] = means[2 * k + 1] + factors[3 * k + 1] * z1 + factors[3 * k + 2] * z2
    }
  }
  return X
}
