// The way to every view, with the number of what needs a person.
import { html, useEffect, useRef } from "../vendor/htm_preact.js";
import { PLACES } from "./keys.js";
import { link } from "./router.js";

export function Navigation({ place, status }) {
  const counts = { projections: status?.parked };
  const nav = useRef();
  useEffect(() => {
    const here = nav.current.querySelector("[aria-current]");
    if (here) nav.current.scrollLeft = here.offsetLeft - nav.current.offsetLeft - (nav.current.clientWidth - here.clientWidth) / 2;
  }, [place.path[0]]);
  return html`
    <nav aria-label="Views" ref=${nav}>
      ${Object.entries(PLACES).map(([key, [name, path]]) => {
        const isHere = place.path[0] === path[0];
        const count = counts[path[0]];
        return html`
          <a key=${key} href=${link(path)} aria-current=${isHere ? "page" : undefined} title="g ${key}">
            ${name}${count ? html` <span class="count" title="${count} parked">${count}<span class="unseen"> parked</span></span>` : ""}
          </a>`;
      })}
    </nav>`;
}
