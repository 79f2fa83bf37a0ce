// Each projection as a card: how far it is, how that went, and its generations.
import { html } from "../vendor/htm_preact.js";
import { link } from "../app/router.js";
import { trendOf } from "../server/trends.js";
import { usePolled } from "../server/poll.js";
import { GenerationChips } from "./generation_chips.js";
import { Chip } from "./icon.js";
import { Sparkline } from "./sparkline.js";
import { duration } from "./time.js";
import { counted } from "./words.js";

export function ProjectionCards({ report }) {
  const generations = usePolled("generations");
  const knownOf = (name) => (generations.value ?? []).find((known) => known.projection === name);
  return html`
    <ul class="cards">
      ${Object.entries(report.projections).map(([name, view]) => html`
        <li key=${name} class="card ${view.problem || view.parked || view.ahead ? "is-bad" : ""}">
          <h3><a href=${link(["projections", name])}>${name}</a></h3>
          <${StateChip} view=${view} />
          <${Lag} name=${name} view=${view} />
          <${GenerationChips} name=${name} view=${view} known=${knownOf(name)} />
        </li>`)}
    </ul>`;
}

export function StateChip({ view }) {
  if (view.problem) return html`<${Chip} kind="bad" icon="bad">not served<//>`;
  if (view.parked) return html`<${Chip} kind="bad" icon="parked">${view.parked} parked<//>`;
  if (view.ahead) return html`<${Chip} kind="bad" icon="warn">ahead<//>`;
  if (lagOf(view)) return html`<${Chip} kind="warn" icon="wait">behind<//>`;
  return html`<${Chip} kind="good" icon="good">up to date<//>`;
}

export const lagOf = (view) => Math.max(0, view.lagging - view.healed);

export function Lag({ name, view }) {
  const trend = trendOf(name).map((one) => one.lagging);
  const lag = lagOf(view);
  const since = view.oldest_lagging_seconds;
  return html`
    <div class="lag">
      <div><strong>${lag.toLocaleString("en")}</strong> <span class="soft">${lag === 1 ? "stream" : "streams"} behind${since === null ? "" : `, ${duration(since)}`}</span></div>
      <${Sparkline} values=${trend} kind=${lag ? "warn" : ""} label=${`Lag of ${name} since this page was opened: now ${counted(lag, "stream")}, at most ${Math.max(lag, ...trend)}`} />
    </div>`;
}
