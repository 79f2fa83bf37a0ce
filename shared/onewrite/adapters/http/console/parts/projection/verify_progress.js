// How far a verify is that is under way, in each generation that it compares.
import { html } from "../../vendor/htm_preact.js";
import { usePolled } from "../../server/poll.js";
import { counted } from "../words.js";

export function VerifyProgress({ projection }) {
  const { value } = usePolled("verify-progress", { projection });
  return (value ?? []).map((one) => html`
    <div key=${one.generation} class="panel build">
      <div>
        <b>Generation ${one.generation} is compared</b>
        <span class="soft">${one.done} of ${counted(one.ranges, "range")}, ${counted(one.streams, "stream")}, ${counted(one.rows, "row")}, ${counted(one.differences, "difference")}</span>
      </div>
      <div class="bar" role="progressbar" aria-label="Verify of generation ${one.generation}" aria-valuenow=${one.done} aria-valuemin="0" aria-valuemax=${one.ranges}>
        <span style=${{ width: `${one.ranges ? (100 * one.done) / one.ranges : 0}%` }}></span>
      </div>
    </div>`);
}
