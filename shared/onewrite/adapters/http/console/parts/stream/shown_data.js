// The data of an event, the state before and after it, and the rows of its stream: hidden until somebody asks.
import { html } from "../../vendor/htm_preact.js";
import { hideData, useShown } from "../../server/shown_data.js";
import { usePolled } from "../../server/poll.js";
import { acts } from "../acts/acts.js";
import { RowsInViews } from "./rows_in_views.js";
import { StateDiff } from "./state_diff.js";
import { Value } from "./value.js";

export function ShownData({ stream, version }) {
  const system = usePolled("system", {}, 60).value;
  const shown = useShown(stream.stream_id, version);
  if (shown) return html`<${Shown} stream=${stream} shown=${shown} />`;
  if (system && !system.operators_see_data) {
    return html`<p class="note">Data and states stay hidden: the setting <code>ONEWRITE_OPERATORS_SEE_DATA</code> forbids operators to see them here.</p>`;
  }
  return html`
    <div class="hidden-data">
      <p><b>Data and states are hidden.</b> <span class="soft">They may be about people. Who asks to see them is on record.</span></p>
      <button onClick=${() => acts.showData(stream, version)}>Show data</button>
    </div>`;
}

function Shown({ stream, shown }) {
  return html`
    <section class="stack">
      <div class="title">
        <h3>Data</h3>
        <span class="at-end"><button onClick=${() => hideData(stream.stream_id)}>Hide data</button></span>
      </div>
      <dl class="facts data">
        ${Object.entries(shown.data).map(([name, value]) => html`<dt>${name}</dt><dd><${Value} of=${value} /></dd>`)}
        ${!Object.keys(shown.data).length && html`<dd class="faint">none</dd>`}
      </dl>
    </section>
    <section class="stack">
      <h3>State before and after</h3>
      ${shown.after ? html`<${StateDiff} before=${shown.before} after=${shown.after} />` : html`<p class="note warn">It can’t be folded: ${shown.not_folded}</p>`}
    </section>
    <${RowsInViews} rows=${shown.rows} />`;
}
