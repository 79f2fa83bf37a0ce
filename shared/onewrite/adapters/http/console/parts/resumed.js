// How far the streams got that were released or skipped.
import { html } from "../vendor/htm_preact.js";
import { counted } from "./words.js";

export function Resumed({ report }) {
  const again = report.streams.filter((one) => one.parked_again);
  const fine = report.released - report.parked_again;
  const more = report.parked_again - again.length;
  if (!report.released) return html`<p>Nothing was parked any more.</p>`;
  return html`
    <div class="stack">
      ${fine > 0 && html`<p class="note good">${counted(fine, "stream")} went on${one(report)}.</p>`}
      ${again.map((stream) => html`
        <div key=${`${stream.stream_id} ${stream.generation}`} class="note bad">
          <b class="mono">${stream.stream_id}</b> is parked again at version ${stream.parked_again.version}
          <pre>${stream.parked_again.error}</pre>
        </div>`)}
      ${more > 0 && html`<p class="note bad">${counted(more, "more stream")} parked again.</p>`}
    </div>`;
}

function one(report) {
  const [only] = report.streams;
  return report.released === 1 ? `, from version ${only.from_version} to ${only.version}` : "";
}
