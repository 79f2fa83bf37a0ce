// The last traces: what each request has set off, across all functions.
import { html } from "../vendor/htm_preact.js";
import { link } from "../app/router.js";
import { Chip } from "../parts/icon.js";
import { Empty, Shown } from "../parts/shown.js";
import { Table } from "../parts/table.js";
import { Ago } from "../parts/time.js";
import { milliseconds } from "../parts/waterfall.js";
import { counted } from "../parts/words.js";
import { usePolled } from "../server/poll.js";

const COLUMNS = [
  ["Request", (trace) => html`<a href=${link(["traces", trace.trace_id])}>${trace.root}</a>${trace.is_failed ? html` <${Chip} kind="bad" icon="bad">failed<//>` : ""}`],
  ["Stream", (trace) => trace.stream_id && html`<a class="mono" href=${link(["streams", trace.stream_id])}>${trace.stream_id}</a>`],
  ["Through", (trace) => html`${trace.functions.join(", ")}<span class="under">${counted(trace.number_of_spans, "span")}</span>`],
  ["Took", (trace) => milliseconds(trace.milliseconds), "number"],
  ["Began", (trace) => html`<${Ago} time=${trace.started_at} />`, "narrow"],
];

export function Traces({ query }) {
  const found = usePolled("traces", { stream_id: query.stream, limit: 50 }, 4);
  return html`
    <div class="title">
      <h1>Traces</h1>
      <span class="soft">${query.stream ? html`of <a class="mono" href=${link(["streams", query.stream])}>${query.stream}</a>` : "What each request has set off, across all functions"}</span>
    </div>
    <${Shown} of=${found}>
      ${({ traces, elsewhere }) => traces.length
        ? html`<${Table} label="Traces" columns=${COLUMNS} rows=${traces} keyOf=${(trace) => trace.trace_id} />`
        : html`<${Empty} title=${elsewhere ? "There are no traces here" : "Nothing was traced yet"}>${elsewhere ?? "Send a command, and see where it goes."}<//>`}
    <//>`;
}
