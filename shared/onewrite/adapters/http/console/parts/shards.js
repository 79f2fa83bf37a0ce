// The shards of the outbox: up to where each is published, and who sweeps it now.
import { html } from "../vendor/htm_preact.js";
import { Table } from "./table.js";
import { Ago, clockTime, exact } from "./time.js";

const COLUMNS = [
  ["Shard", (one) => one.shard, "narrow"],
  ["Published up to", (one) => one.watermark ? html`<${Ago} time=${one.watermark} />` : html`<span class="faint">never swept</span>`],
  ["Swept by", (one) => one.holder ? html`<span class="mono">${one.holder}</span>` : html`<span class="faint">nobody now</span>`],
  ["Lease", (one) => one.lease_expires_at ? html`<time datetime=${one.lease_expires_at} title=${exact(one.lease_expires_at)}>until ${clockTime(one.lease_expires_at)} UTC</time>` : html`<span class="faint">free</span>`],
];

export function Shards({ shards }) {
  return html`<${Table} label="Shards of the outbox" columns=${COLUMNS} rows=${shards} keyOf=${(one) => one.shard} />`;
}
