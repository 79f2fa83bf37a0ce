// Events that the bus will never take: set aside, so that nothing waits behind them.
import { html } from "../vendor/htm_preact.js";
import { link } from "../app/router.js";
import { acts } from "../parts/acts/acts.js";
import { Empty, Shown } from "../parts/shown.js";
import { Table } from "../parts/table.js";
import { Ago } from "../parts/time.js";
import { usePolled } from "../server/poll.js";

const COLUMNS = [
  ["Stream", (event) => html`<a class="mono" href=${link(["streams", event.stream_id], { version: event.version })}>${event.stream_id}</a><span class="under">version ${event.version}</span>`],
  ["Cause", (event) => event.cause],
  ["Size", (event) => `${event.size.toLocaleString("en")} bytes`, "number"],
  ["Set aside", (event) => html`<${Ago} time=${event.set_aside_at} />`, "narrow"],
  [".Acts", (event) => html`
    <button onClick=${() => acts.retry(event.stream_id)}>Retry</button>
    <button onClick=${() => acts.abandon(event)}>Abandon</button>`, "acts"],
];

export function Unpublishable() {
  return html`
    <${Shown} of=${usePolled("unpublishable", {}, 10)}>
      ${(events) => html`
        <div class="title">
          <h1>Unpublishable</h1>
          <span class="soft">Views have these events; consumers outside don’t.</span>
          ${events.length > 0 && html`<span class="at-end"><button onClick=${() => acts.retry(null, events.length)}>Retry all</button></span>`}
        </div>
        ${events.length
          ? html`<${Table} label="Unpublishable events" columns=${COLUMNS} rows=${events} keyOf=${(event) => `${event.stream_id} ${event.version}`} />`
          : html`<${Empty} title="Nothing is set aside">An event that the bus will never take, larger than 10 MB or invalid, would stand here with its cause.<//>`}`}
    <//>`;
}
