// The audit log: who did what, when and why.
import { html } from "../vendor/htm_preact.js";
import { What } from "../parts/log_entry.js";
import { Empty, Shown } from "../parts/shown.js";
import { Table } from "../parts/table.js";
import { Ago } from "../parts/time.js";
import { usePolled } from "../server/poll.js";

const MOST = 100;
const COLUMNS = [
  ["When", (entry) => html`<${Ago} time=${entry.performed_at} />`, "narrow"],
  ["Who", (entry) => entry.actor],
  ["What", (entry) => html`<${What} entry=${entry} />`],
  ["Why", (entry) => entry.reason ?? html`<span class="faint">no reason given</span>`],
  ["Details", (entry) => html`<${Details} details=${entry.details} />`],
];

export function Log() {
  return html`
    <div class="title"><h1>Audit log</h1><span class="soft">Whatever changed something, the newest first</span></div>
    <${Shown} of=${usePolled("log", { limit: MOST }, 5)}>
      ${(entries) => entries.length
        ? html`<${Table} label="Audit log" columns=${COLUMNS} rows=${entries} keyOf=${(entry) => `${entry.performed_at} ${entry.operation} ${entry.stream_id}`} />`
        : html`<${Empty} title="Nothing was done yet">Whatever somebody changes here or by <code>onewrite</code> will stand here, with the reason that was given.<//>`}
    <//>`;
}

function Details({ details }) {
  const told = Object.entries(details).filter(([, value]) => value !== null && value !== "");
  return told.map(([name, value]) => html`<span key=${name} class="detail"><span class="faint">${name.replaceAll("_", " ")}</span> ${plain(value)}</span>`);
}

const plain = (value) => (typeof value === "object" ? JSON.stringify(value) : String(value));
