/* The page of a job looks again by itself and says when it has ended. Without this script its reader presses a link. */
(() => {
  "use strict";
  const FIRST_WAIT = 1000, LONGEST_WAIT = 10000;
  let wait = FIRST_WAIT;
  document.querySelector("[data-watch-by-hand]").hidden = true;

  function place(made, title) {
    const old = document.getElementById("job");
    const changed = old.dataset.job !== made.dataset.job;
    old.replaceWith(made);
    if (!changed) return;
    document.title = title;
    window.site.announce(made.querySelector("h2").textContent);
  }

  async function look() {
    let answer;
    try {
      answer = await fetch(window.location.pathname, { redirect: "error" });
    } catch {
      again();  // no connection: it goes on without us
      return;
    }
    if (!answer.ok) { window.location.reload(); return; }  // signed out, for example: to be seen whole
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const made = page.getElementById("job");
    if (!made) { window.location.reload(); return; }
    place(made, page.title);
    if (["waiting", "running"].includes(made.dataset.job)) again();
    else document.querySelector("[data-watch]").remove();
  }

  function again() {
    window.setTimeout(look, wait);
    wait = Math.min(wait * 1.3, LONGEST_WAIT);
  }
  again();
})();
