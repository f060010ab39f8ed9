/* <button data-starter="…" data-into="id" hidden>: puts the beginning of an answer into its box, at the end of what
   stands there. Nothing is saved by that: a beginning alone is no answer. Without script the words can be copied. */
(() => {
  "use strict";
  for (const button of document.querySelectorAll("button[data-starter]")) {
    const box = document.getElementById(button.dataset.into);
    if (!box || box.closest("fieldset[disabled]")) continue;
    button.hidden = false;
    button.addEventListener("click", () => {
      const before = box.value.trimEnd();
      box.value = `${before}${before ? "\n" : ""}${button.dataset.starter} `;
      box.focus();
      box.setSelectionRange(box.value.length, box.value.length);
      window.site.announce("The beginning stands in your answer. Go on from there.");
    });
  }
})();
