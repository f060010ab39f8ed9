/* htmx on the pages that use it: the token on every request, words for what fails, focus after a swap. */
(() => {
  "use strict";
  const body = document.body || document.documentElement;

  document.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.verb !== "get") event.detail.headers["X-CSRFToken"] = window.site.csrf();
  });
  document.addEventListener("htmx:beforeRequest", (event) => event.detail.target?.setAttribute("aria-busy", "true"));
  document.addEventListener("htmx:afterRequest", (event) => event.detail.target?.removeAttribute("aria-busy"));

  // In what was swapped in: a list of problems first, else what asks for focus.
  document.addEventListener("htmx:afterSettle", (event) => {
    const place = event.detail.elt;
    window.site.focusOn(place.querySelector?.(".error-summary, [data-focus]"));
    const words = place.querySelector?.("[data-announce]");
    if (words) window.site.announce(words.dataset.announce || words.textContent.trim());
  });
  document.addEventListener("htmx:sendError", () => window.site.announce("No connection. Nothing was changed; try again when you are back."));
  document.addEventListener("htmx:responseError", (event) => {
    const status = event.detail.xhr.status;
    if (status === 401) {
      window.site.announce("Your sign-in has ended. Nothing was sent. Sign in in another window, then send it again from here.");
      return;
    }
    window.site.announce(status === 404 ? "This is no longer here. Load the page again." : "That did not work. Nothing was changed; try again.");
  });
  body.classList.add("htmx-on");
})();
