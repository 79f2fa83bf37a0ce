// The page around a view: where one is, the way to all else, and what is wrong with the connection.
import { html, useEffect, useRef, useState } from "../vendor/htm_preact.js";
import { ActDialog } from "../parts/acts/act_dialog.js";
import { KeysDialog } from "../parts/keys_dialog.js";
import { keepTrend } from "../server/trends.js";
import { usePolled } from "../server/poll.js";
import { useRecent } from "../server/recent.js";
import { Band } from "./band.js";
import { Banner } from "./banner.js";
import { useKeys } from "./keys.js";
import { Navigation } from "./navigation.js";
import { go, usePlace } from "./router.js";
import { viewOf } from "./views.js";

export function Page() {
  const place = usePlace();
  const search = useRef();
  const [explained, explain] = useState(false);
  const status = usePolled("status");
  const system = usePolled("system", {}, 60);
  keepTrend(status.value, useRecent().value);
  useKeys({ search: () => search.current.focus(), explain: () => explain(true) });
  const { title, view } = viewOf(place);
  useArrival(place.path.join("/"), status.value?.parked ? `(${status.value.parked} parked) ${title}` : title);

  const found = (event) => {
    event.preventDefault();
    go(["streams"], { prefix: search.current.value.trim() });
  };
  return html`
    <a class="skip" href="#view" onClick=${(event) => { event.preventDefault(); document.getElementById("view").focus(); }}>To the content</a>
    <${Band} system=${system.value} />
    <header class="head">
      <div>
        <a class="name" href="#/"><img src="console/icon.svg" alt="" /> Onewrite</a>
        <${Navigation} place=${place} status=${status.value} />
        <form class="search" role="search" onSubmit=${found}>
          <input ref=${search} type="search" name="prefix" placeholder="Find a stream" aria-label="Find a stream by its id"
            autocomplete="off" autocapitalize="off" spellcheck=${false} />
          <kbd aria-hidden="true">/</kbd>
        </form>
      </div>
    </header>
    <main id="view" tabindex="-1">${view}</main>
    <footer class="foot">
      <span>Onewrite ${system.value?.version ?? ""}</span>
      <a href="openapi.json">What operate_views can be asked</a>
      <button class="plain" onClick=${() => explain(true)}>Shortcuts <kbd>?</kbd></button>
    </footer>
    <${Banner} />
    <${ActDialog} system=${system.value} />
    ${explained && html`<${KeysDialog} close=${() => explain(false)} />`}
  `;
}

/** Name the page after its view, and begin at its top whenever another one is reached. */
function useArrival(path, title) {
  const isFirst = useRef(true);
  useEffect(() => {
    if (!isFirst.current) {
      document.getElementById("view").focus({ preventScroll: true });
      scrollTo(0, 0);
    }
    isFirst.current = false;
  }, [path]);
  useEffect(() => {
    document.title = `${title} · Onewrite`;
  }, [title]);
}
