// All projections, and what is left over of a release before.
import { html } from "../vendor/htm_preact.js";
import { acts } from "../parts/acts/acts.js";
import { ProjectionCards } from "../parts/projection/projection_cards.js";
import { Shown } from "../parts/shown.js";
import { usePolled } from "../server/poll.js";

export function Projections() {
  return html`
    <div class="title">
      <h1>Projections</h1>
      <span class="at-end"><button onClick=${acts.reconcile}>Reconcile</button></span>
    </div>
    <${Shown} of=${usePolled("status")}>
      ${(report) => html`
        <${ProjectionCards} report=${report} />
        ${report.left_over.length > 0 && html`
          <section class="stack">
            <h2>Left over</h2>
            <p class="soft">This code doesn’t declare them. When you won’t go back to the release before, remove them.</p>
            <ul class="stack">
              ${report.left_over.map((name) => html`<li key=${name} class="buttons"><b>${name}</b> <button onClick=${() => acts.remove(name)}>Remove</button></li>`)}
            </ul>
          </section>`}`}
    <//>`;
}
