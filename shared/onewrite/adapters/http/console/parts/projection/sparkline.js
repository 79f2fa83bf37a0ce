// The trend of one number, as a line. What it shows is in its label, too.
import { html } from "../../vendor/htm_preact.js";

const WIDTH = 240;
const HEIGHT = 36;
/** A trend that stays below this stays low. */
const LEAST = 5;

export function Sparkline({ values, label, kind = "" }) {
  const most = Math.max(LEAST, ...values);
  const step = WIDTH / Math.max(1, values.length - 1);
  const points = values.map((value, at) => `${(at * step).toFixed(1)},${(HEIGHT - 2 - (value / most) * (HEIGHT - 6)).toFixed(1)}`);
  const line = points.length > 1 ? `M${points.join("L")}` : `M0,${HEIGHT - 2}H${WIDTH}`;
  return html`
    <svg class="sparkline ${kind}" viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label=${label}>
      <path class="under" d="${line}V${HEIGHT}H0Z" />
      <path class="line" d=${line} vector-effect="non-scaling-stroke" />
    </svg>`;
}
