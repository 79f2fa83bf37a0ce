// The overview: what needs a person, what flows, how far each projection is.
import { html } from "../vendor/htm_preact.js";
import { acts } from "../parts/acts/acts.js";
import { Flow } from "../parts/flow/flow.js";
import { Needs, needsOf } from "../parts/needs.js";
import { ProjectionCards } from "../parts/projection/projection_cards.js";
import { Icon } from "../parts/icon.js";
import { Shown } from "../parts/shown.js";
import { duration } from "../parts/time.js";
import { counted } from "../parts/words.js";
import { usePolled } from "../server/poll.js";

export function Overview() {
  const status = usePolled("status");
  const groups = usePolled("groups");
  const unpublishable = usePolled("unpublishable", {}, 10);
  const letters = usePolled("dead-letters", {}, 60);
  return html`
    <${Shown} of=${status}>
      ${(report) => html`
        <${Headline} report=${report} needs=${needsOf(report, groups.value, unpublishable.value, letters.value)} />
        <${Flow} projections=${Object.keys(report.projections)} />
        <section class="stack">
          <div class="title"><h2>Projections</h2></div>
          <${ProjectionCards} report=${report} />
        </section>`}
    <//>`;
}

function Headline({ report, needs }) {
  const urgent = needs.filter((one) => one.kind !== "note").length;
  return html`
    <section class="headline ${urgent ? (needs[0].kind === "bad" ? "is-bad" : "is-warn") : "is-good"}">
      <h1>
        <${Icon} name=${urgent ? "warn" : "good"} />
        ${urgent ? (urgent === 1 ? "One thing needs you" : `${urgent} things need you`) : "All is well"}
      </h1>
      <p class="soft">${inShort(report)}</p>
      ${needs.length > 0 && html`<${Needs} needs=${needs} />`}
    </section>`;
}

function inShort(report) {
  const outbox = report.unpublished ? `${counted(report.unpublished, "event")} on the way to the bus` : "the outbox is empty";
  if (report.walked_seconds === null) return html`${counted(Object.keys(report.projections).length, "projection")}; ${outbox}. No walk over the streams has ended yet: <button class="plain" onClick=${acts.reconcile}>reconcile</button>.`;
  return `${counted(report.heads, "stream")} in ${counted(Object.keys(report.projections).length, "projection")} as of the last walk, ${duration(report.walked_seconds)} ago; ${outbox}.`;
}
