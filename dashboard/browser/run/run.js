// The run as it came, handed on. Streamlit sends a component's program again whenever its data change: so the parts that
// do something with the run have no data that change with it.

import { cleanUp } from "../shared/reruns.js"
import { handOver, handedOver } from "../shared/run.js"

export default function ({ data, parentElement }) {
  handOver(data)
  return cleanUp(parentElement, [], () => { if (handedOver() === data) handOver(null) })
}
