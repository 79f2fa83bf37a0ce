// A table that becomes a list of facts on a phone.
import { html } from "../vendor/htm_preact.js";

/** `columns`: [heading, cell of a row, class]. A heading that starts with a dot is for screen readers only. */
export function Table({ label, columns, rows, keyOf }) {
  const shown = (heading) => (heading.startsWith(".") ? html`<span class="unseen">${heading.slice(1)}</span>` : heading);
  return html`
    <div class="table stacking" role="region" aria-label=${label} tabindex="0">
      <table>
        <thead><tr>${columns.map(([heading, , kind]) => html`<th scope="col" class=${kind}>${shown(heading)}</th>`)}</tr></thead>
        <tbody>
          ${rows.map((row) => html`
            <tr key=${keyOf(row)}>
              ${columns.map(([heading, cell, kind]) => html`
                <td class=${kind} data-label=${heading.startsWith(".") ? undefined : heading}><div>${cell(row)}</div></td>`)}
            </tr>`)}
        </tbody>
      </table>
    </div>`;
}
