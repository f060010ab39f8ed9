/* Small conveniences of every page. Nothing here is needed to use the site.
   Other scripts may call:
     site.announce(words)     says a change of state to a screen reader, in the page's one live region
     site.focusOn(element)    moves focus to a heading or panel that has just appeared
     site.csrf()              the token for a POST, from a meta tag or any form of the page */
(() => {
  "use strict";
  const live = document.getElementById("live");

  function announce(words) {
    if (!live) return;
    live.textContent = "";
    // The region must be seen empty first, or the same words twice would be said once.
    window.setTimeout(() => { live.textContent = words; }, 60);
  }

  function focusOn(element) {
    if (!element) return;
    if (!element.matches("a[href], button, input, select, textarea, summary, [tabindex]")) element.tabIndex = -1;
    element.focus();
  }

  function csrf() {
    const meta = document.querySelector('meta[name="csrf-token"]');
    const field = document.querySelector('input[name="csrfmiddlewaretoken"]');
    return meta ? meta.content : field ? field.value : "";
  }

  window.site = Object.freeze({ announce, focusOn, csrf });

  // A form that came back: start at the list of problems. A link in it leads to the field itself.
  const summary = document.querySelector(".error-summary");
  if (summary) {
    summary.focus();
    summary.addEventListener("click", (event) => {
      const link = event.target.closest('a[href^="#"]');
      const field = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
      if (!field) return;
      event.preventDefault();
      field.scrollIntoView({ block: "center" });
      focusOn(field);
    });
  }

  // What a page says on arrival stands in it already; a screen reader hears it once.
  const said = [...document.querySelectorAll("[data-announce]")].map((element) => element.dataset.announce || element.textContent.trim());
  if (said.length && !summary) announce(said.join(" "));

  // Menus made of <details> close with Escape and when one goes elsewhere.
  const menus = document.querySelectorAll("details.account, details[data-menu]");
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of menus) {
      if (!menu.open) continue;
      menu.open = false;
      if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
    }
  });
  const closeOthers = (event) => {
    for (const menu of menus) if (menu.open && !menu.contains(event.target)) menu.open = false;
  };
  document.addEventListener("click", closeOthers);
  document.addEventListener("focusin", closeOthers);

  // <button data-print hidden> appears where there is a script to answer it.
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }

  // A box to write in is shown whole when one comes to it by Tab: browsers only bring its first line into view.
  document.addEventListener("focusin", (event) => {
    const box = event.target.closest("textarea");
    if (box && box.offsetHeight < window.innerHeight) box.scrollIntoView({ block: "nearest" });
  });
})();
