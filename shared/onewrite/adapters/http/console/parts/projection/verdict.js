// What a verify has found.
import { html } from "../../vendor/htm_preact.js";
import { counted, listed } from "../words.js";

export function Verdict({ verdict }) {
  const compared = `${counted(verdict.streams, "stream")}, ${counted(verdict.rows, "row")}${verdict.groups ? ` and ${counted(verdict.groups, "group")} of totals` : ""} compared`;
  const equal = verdict.generations.filter((one) => !verdict.by_generation[one]);
  return html`
    <div class="stack">
      ${equal.length > 0 && html`<p class="note good">${equal.length === 1 ? "Generation" : "Generations"} ${listed(equal.map(String))} ${equal.length === 1 ? "equals" : "equal"} the store: ${compared}.</p>`}
      ${verdict.differences > 0 && html`
        <div class="note bad">
          <b>${counted(verdict.differences, "difference")}</b>; ${compared}
          <ul>${verdict.named.map((one) => html`<li key=${`${one.generation} ${one.place}`} class="mono">${one.generation}: ${one.place} ${one.problem}</li>`)}</ul>
        </div>`}
      ${verdict.skipped > 0 && html`<p class="soft">${counted(verdict.skipped, "event")} were left out by a skip, of the view and of the fold alike.</p>`}
    </div>`;
}
