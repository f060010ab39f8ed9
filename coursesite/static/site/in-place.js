/* <form data-in-place id="…"> is sent without leaving the page; the form that comes back takes its place.
   Without this script, and wherever the answer is not such a form, the browser sends it as it always does. */
(() => {
  "use strict";
  const NO_CONNECTION = "No connection. Nothing was sent, and your answer is still here. Try again when you are back.";

  function say(form, words) {
    let line = form.querySelector("[data-in-place-problem]");
    if (!line) {
      line = document.createElement("p");
      line.className = "invalid-feedback";
      line.dataset.inPlaceProblem = "";
      form.append(line);
    }
    line.textContent = words;
    window.site.announce(words);
  }

  async function fetched(form, button) {
    const body = new URLSearchParams(new FormData(form, button));
    const answer = await fetch(form.action, { method: "POST", body, headers: { "X-In-Place": "true" }, redirect: "error" });
    if (answer.status !== 200 && answer.status !== 422) return null;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return page.querySelector("form[data-in-place]");
  }

  async function send(form, button) {
    if (form.getAttribute("aria-busy")) return;
    form.setAttribute("aria-busy", "true");
    let made;
    try {
      made = await fetched(form, button);
    } catch {
      form.removeAttribute("aria-busy");
      say(form, NO_CONNECTION);
      return;
    }
    if (!made) {  // a sign-in page, or words about what went wrong: to be seen whole
      form.removeAttribute("data-in-place");
      form.requestSubmit(button);
      return;
    }
    form.replaceWith(made);
    document.dispatchEvent(new Event("site:placed"));
    window.site.focusOn(made.querySelector("[data-focus]"));
  }

  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-in-place]")) return;
    event.preventDefault();
    send(event.target, event.submitter);
  });
})();
