// A slider through the versions of a stream, with a button for one step each way.
import { html } from "../../vendor/htm_preact.js";

export function VersionSlider({ stream, version, choose }) {
  const step = (by) => () => choose(version + by);
  return html`
    <div class="slider">
      <button onClick=${step(-1)} disabled=${version <= 1} aria-label="The version before">←</button>
      <input type="range" min="1" max=${stream.version} value=${version} aria-label="Version" aria-valuetext="version ${version} of ${stream.version}"
        disabled=${stream.version < 2} onInput=${(event) => choose(Number(event.target.value))} />
      <button onClick=${step(1)} disabled=${version >= stream.version} aria-label="The version after">→</button>
      <output><b>${version}</b> of ${stream.version.toLocaleString("en")}</output>
    </div>`;
}
