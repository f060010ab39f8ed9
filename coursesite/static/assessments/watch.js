/* The page that watches a test draws its table anew every ten seconds. Without this script one presses Reload. */
(() => {
  "use strict";
  const EVERY = 10000;
  const pause = document.querySelector("[data-watch-pause]");
  let paused = false;
  pause.hidden = false;

  pause.addEventListener("click", () => {
    paused = !paused;
    pause.setAttribute("aria-pressed", String(paused));
  });

  function place(made) {
    const old = document.getElementById("watch");
    const held = old.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
    const box = old.querySelector(".table-wrap");
    const left = box ? box.scrollLeft : 0;
    old.replaceWith(made);
    const fresh = made.querySelector(".table-wrap");
    if (fresh) fresh.scrollLeft = left;
    if (held) made.querySelector(`a[href="${CSS.escape(held)}"]`)?.focus({ preventScroll: true });
  }

  async function look() {
    if (paused || document.hidden) return;
    let answer;
    try {
      answer = await fetch(window.location.pathname, { redirect: "error" });
    } catch {
      return;  // no connection: the next time
    }
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const made = page.getElementById("watch");
    if (made) place(made);
  }

  window.setInterval(look, EVERY);
})();
