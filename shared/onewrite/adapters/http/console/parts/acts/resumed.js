// How far the streams got that were released or skipped.
import { html } from "../../vendor/htm_preact.js";
import { counted } from "../words.js";

/** Of many that failed again, so many are shown. */
const MOST = 20;

export function Resumed({ report }) {
  const again = report.streams.filter((one) => one.parked_again);
  const fine = report.released - report.parked_again;
  if (!report.released) return html`<p>Nothing was parked any more.</p>`;
  return html`
    <div class="stack">
      ${fine > 0 && html`<p class="note good">${counted(fine, "stream")} went on${howFar(report)}.</p>`}
      ${report.parked_again > 0 && html`
        <p class="note bad">${counted(report.parked_again, "stream")} ${report.parked_again === 1 ? "is" : "are"} parked again, ${report.still_failing} at the same event.</p>`}
      ${again.slice(0, MOST).map((stream) => html`
        <div key=${`${stream.stream_id} ${stream.generation}`}>
          <b class="mono">${stream.stream_id}</b> at version ${stream.parked_again.version}
          <pre>${stream.parked_again.error}</pre>
        </div>`)}
    </div>`;
}

function howFar(report) {
  const [only] = report.streams;
  return report.released === 1 ? `, from version ${only.from_version} to ${only.version}` : "";
}
