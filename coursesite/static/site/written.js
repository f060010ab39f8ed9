/* <form data-written> holds a text that nothing else keeps: it is not sent where there is no connection, for the
   browser's own page would take its place, and leaving with an unsent text is asked about.
   Without this script the browser sends it as it always does. */
(() => {
  "use strict";
  const NO_CONNECTION = "No connection. Nothing was sent, and your words are still here. Try again when you are back.";
  const going = new WeakSet();   // forms that were found to have a way
  const PROBE = document.currentScript.src;

  function say(form, words) {
    let line = form.querySelector("[data-written-problem]");
    if (!line) {
      line = document.createElement("p");
      line.className = "invalid-feedback";
      line.dataset.writtenProblem = "";
      form.append(line);
    }
    line.textContent = words;
    line.scrollIntoView({ block: "nearest" });
    window.site.announce(words);
  }

  const reached = () => fetch(PROBE, { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(10000) }).then(() => true, () => false);

  document.addEventListener("submit", async (event) => {
    const form = event.target, button = event.submitter;
    if (!form.matches("form[data-written]") || going.has(form)) return;
    event.preventDefault();
    if (form.getAttribute("aria-busy")) return;
    form.setAttribute("aria-busy", "true");
    const way = await reached();
    form.removeAttribute("aria-busy");
    if (!way) { say(form, NO_CONNECTION); return; }
    going.add(form);
    form.requestSubmit(button);
  });

  const isUnsent = (form) => !going.has(form) && [...form.querySelectorAll("textarea")].some((box) => box.value !== box.defaultValue);
  window.addEventListener("beforeunload", (event) => { if ([...document.querySelectorAll("form[data-written]")].some(isUnsent)) event.preventDefault(); });
  window.addEventListener("pageshow", (event) => { if (event.persisted) for (const form of document.querySelectorAll("form[data-written]")) going.delete(form); });
})();
