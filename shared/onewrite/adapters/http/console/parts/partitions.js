// The partitions of a consumer group: who holds each, and how far it is.
import { html } from "../vendor/htm_preact.js";
import { Chip } from "./icon.js";
import { Table } from "./table.js";
import { Ago } from "./time.js";
import { counted } from "./words.js";

const COLUMNS = [
  ["Partition", (one) => html`<span class="mono">${short(one.partition)}</span>`],
  ["Held by", (one) => one.holder ? html`<span class="mono">${short(one.holder)}</span>` : html`<${Chip} icon="wait">nobody<//>`],
  ["Watermark", (one) => html`<${Ago} time=${one.watermark} />`, "narrow"],
  ["What stops it", (one) => one.error ? html`<code class="bad">${one.error}</code> <span class="under">tried ${counted(one.attempts, "time")}</span>` : html`<span class="faint">nothing</span>`],
];

export function Partitions({ group }) {
  return html`<${Table} label="Partitions of ${group.group}" columns=${COLUMNS} rows=${group.partitions} keyOf=${(one) => one.partition} />`;
}

const short = (id) => (id && id.length > 18 ? html`<span title=${id}>${id.slice(0, 8)}…${id.slice(-6)}</span>` : id);
