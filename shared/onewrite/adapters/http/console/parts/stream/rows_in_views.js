// The rows that views hold of a stream, each as of the version that its view has applied.
import { html } from "../../vendor/htm_preact.js";
import { Value } from "./value.js";

export function RowsInViews({ rows }) {
  return html`
    <section class="stack">
      <h3>Rows in views, now</h3>
      ${rows.map((one) => html`<${Table} key=${`${one.table} ${one.generation}`} of=${one} />`)}
      ${!rows.length && html`<p class="faint">No view holds a row of this stream.</p>`}
    </section>`;
}

function Table({ of }) {
  const columns = Object.keys(of.rows[0] ?? {});
  return html`
    <details class="rows" open=${of.is_active}>
      <summary><b>${of.table}</b> <span class="soft">${of.projection} generation ${of.generation}, at version ${of.version}</span></summary>
      ${of.rows.length
        ? html`
          <div class="table" role="region" aria-label="Rows of ${of.table}" tabindex="0">
            <table>
              <thead><tr>${columns.map((name) => html`<th key=${name} scope="col">${name}</th>`)}</tr></thead>
              <tbody>${of.rows.map((row) => html`<tr>${columns.map((name) => html`<td key=${name}><${Value} of=${row[name]} /></td>`)}</tr>`)}</tbody>
            </table>
          </div>`
        : html`<p class="faint">no row</p>`}
      ${of.has_more && html`<p class="faint">There are more.</p>`}
    </details>`;
}
