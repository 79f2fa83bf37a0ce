// Each projection as a card: how far it is, how that went, and its generations.
import { html } from "../../vendor/htm_preact.js";
import { link } from "../../app/router.js";
import { isLate, lagsOf } from "../../server/lag.js";
import { usePolled } from "../../server/poll.js";
import { useRecent } from "../../server/recent.js";
import { GenerationChips } from "./generation_chips.js";
import { Chip } from "../icon.js";
import { Lag } from "./lag.js";

export function ProjectionCards({ report }) {
  const generations = usePolled("generations");
  const lags = lagsOf(report, useRecent().value);
  const knownOf = (name) => (generations.value ?? []).find((known) => known.projection === name);
  return html`
    <ul class="cards">
      ${Object.entries(report.projections).map(([name, view]) => html`
        <li key=${name} class="card ${view.problem || view.parked || view.ahead ? "is-bad" : ""}">
          <h3><a href=${link(["projections", name])}>${name}</a></h3>
          <${StateChip} view=${view} lag=${lags[name]} />
          <${Lag} name=${name} lag=${lags[name]} />
          <${GenerationChips} name=${name} view=${view} known=${knownOf(name)} />
        </li>`)}
    </ul>`;
}

export function StateChip({ view, lag }) {
  if (view.problem) return html`<${Chip} kind="bad" icon="bad">not served<//>`;
  if (view.parked) return html`<${Chip} kind="bad" icon="parked">${view.parked} parked<//>`;
  if (view.ahead) return html`<${Chip} kind="bad" icon="warn">ahead<//>`;
  if (isLate(lag)) return html`<${Chip} kind="warn" icon="wait">behind<//>`;
  return html`<${Chip} kind="good" icon="good">up to date<//>`;
}
