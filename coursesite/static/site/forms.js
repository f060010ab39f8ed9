/* Two sorts of forms. Without this script, and wherever the answer is not what is expected, the browser sends them as
   it always does.
     <form data-in-place id="…">  is sent without leaving the page; the form that comes back takes its place.
     <form data-written>          holds a text that nothing else keeps: it is not sent where there is no connection, for
                                  the browser's own page would take its place, and leaving with it unsent is asked about. */
(() => {
  "use strict";
  const NO_CONNECTION = "No connection. Nothing was sent, and your words are still here. Try again when you are back.";
  const PROBE = document.currentScript.src;
  const going = new WeakSet();   // written forms that were found to have a way

  /* ask() for this form, once at a time; where it fails there is no connection. */
  async function asked(form, ask) {
    form.setAttribute("aria-busy", "true");
    try {
      return { answer: await ask() };
    } catch {
      window.site.notSent(form, NO_CONNECTION);
      return null;
    } finally {
      form.removeAttribute("aria-busy");
    }
  }

  // -- In place ------------------------------------------------------------------------------------

  async function fetched(form, button) {
    const body = new URLSearchParams(new FormData(form, button));
    const answer = await fetch(form.action, { method: "POST", body, headers: { "X-In-Place": "true" }, redirect: "error" });
    if (answer.status !== 200 && answer.status !== 422) return null;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return page.querySelector("form[data-in-place]");
  }

  async function place(form, button) {
    const done = await asked(form, () => fetched(form, button));
    if (!done) return;
    if (!done.answer) {  // a sign-in page, or words about what went wrong: to be seen whole
      form.removeAttribute("data-in-place");
      form.requestSubmit(button);
      return;
    }
    form.replaceWith(done.answer);
    document.dispatchEvent(new Event("site:placed"));
    window.site.focusOn(done.answer.querySelector("[data-focus]"));
  }

  // -- Written -------------------------------------------------------------------------------------

  async function send(form, button) {
    const probe = () => fetch(PROBE, { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(10000) });
    if (!(await asked(form, probe))) return;
    going.add(form);
    form.requestSubmit(button);
  }

  const isUnsent = (form) => !going.has(form) && [...form.querySelectorAll("textarea")].some((box) => box.value !== box.defaultValue);
  const written = () => [...document.querySelectorAll("form[data-written]")];
  window.addEventListener("beforeunload", (event) => { if (written().some(isUnsent)) event.preventDefault(); });
  window.addEventListener("pageshow", (event) => { if (event.persisted) for (const form of written()) going.delete(form); });

  document.addEventListener("submit", (event) => {
    const form = event.target, inPlace = form.matches("form[data-in-place]");
    if (!inPlace && (!form.matches("form[data-written]") || going.has(form))) return;
    event.preventDefault();
    if (!form.getAttribute("aria-busy")) (inPlace ? place : send)(form, event.submitter);
  });
})();
