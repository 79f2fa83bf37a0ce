// The generations of a projection in a row: which one answers, which one is built, which ones are kept.
import { html } from "../../vendor/htm_preact.js";
import { usePolled } from "../../server/poll.js";
import { stateWords } from "../words.js";

export function GenerationChips({ name, view, known }) {
  if (view.problem) return html`<p class="bad">${view.problem}</p>`;
  const kept = (known?.kept ?? [view.generation]).filter((one) => one !== view.generation && one !== view.building);
  return html`
    <div class="generations">
      <span><b>${view.generation}</b> answers</span>
      ${view.building && html`<span class="building"><b>${view.building}</b> ${stateWords(view.building_state)}</span>`}
      ${kept.map((one) => html`<span key=${one} class="faint"><b>${one}</b> kept</span>`)}
      ${view.building && html`<${BuildBar} name=${name} />`}
    </div>`;
}

export function BuildBar({ name }) {
  const { value } = usePolled("progress", { projection: name });
  const done = value?.ranges ? Math.round((100 * value.done) / value.ranges) : 0;
  return html`
    <div class="bar" role="progressbar" aria-label="Rebuild of ${name}" aria-valuenow=${done} aria-valuemin="0" aria-valuemax="100">
      <span style=${{ width: `${done}%` }}></span>
    </div>`;
}
