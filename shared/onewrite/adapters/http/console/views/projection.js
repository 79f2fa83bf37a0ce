// One projection: how far it is, its generations, and what is parked in it.
import { html } from "../vendor/htm_preact.js";
import { acts } from "../parts/acts/acts.js";
import { BuildProgress } from "../parts/projection/build_progress.js";
import { Generations } from "../parts/projection/generations.js";
import { ParkedStreams } from "../parts/projection/parked_streams.js";
import { Lag } from "../parts/projection/lag.js";
import { StateChip } from "../parts/projection/projection_cards.js";
import { Empty, Shown } from "../parts/shown.js";
import { lagsOf } from "../server/lag.js";
import { listed } from "../parts/words.js";
import { VerifyProgress } from "../parts/projection/verify_progress.js";
import { usePolled } from "../server/poll.js";
import { useRecent } from "../server/recent.js";

export function Projection({ name }) {
  const status = usePolled("status");
  const generations = usePolled("generations");
  const recent = useRecent();
  return html`
    <${Shown} of=${status}>
      ${(report) => report.projections[name]
        ? html`<${Found} name=${name} view=${report.projections[name]} lag=${lagsOf(report, recent.value)[name]} known=${generations.value?.find((one) => one.projection === name)} />`
        : html`<${Empty} title="There is no projection ${name}"><a href="#/projections">All projections</a><//>`}
    <//>`;
}

/** What the projection reads, and where it keeps that. */
function Reads({ name }) {
  const reader = usePolled("system", {}, 60).value?.projections.find((one) => one.projection === name);
  return reader && html`<p class="soft">It reads ${listed(reader.categories)} streams, and keeps ${listed(reader.tables)}.</p>`;
}

function Found({ name, view, lag, known }) {
  return html`
    <section class="stack">
      <div class="crumbs"><a href="#/projections">Projections</a></div>
      <div class="title">
        <h1>${name}</h1>
        <${StateChip} view=${view} lag=${lag} />
        <span class="at-end">
          <button onClick=${() => acts.verify(name, known)}>Verify</button>
          <button disabled=${Boolean(view.building)} onClick=${() => acts.rebuild(name, known)}>Rebuild</button>
        </span>
      </div>
      <${Reads} name=${name} />
      ${view.problem && html`<p class="note bad">${view.problem}</p>`}
      <div class="panel"><${Lag} name=${name} lag=${lag} /></div>
    </section>
    <${ParkedStreams} projection=${name} number=${view.parked} />
    <section class="stack">
      <h2>Generations</h2>
      ${view.building && html`<${BuildProgress} projection=${name} known=${known} />`}
      <${VerifyProgress} projection=${name} />
      ${known && html`<${Generations} known=${known} state=${view.building_state} />`}
    </section>`;
}
