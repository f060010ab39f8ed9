/* A link to a paragraph: mark where it leads, or say that there is no such paragraph. */
(() => {
  "use strict";
  const words = document.querySelector("[data-missing]");

  function arrive() {
    for (const marked of document.querySelectorAll(".src-para.is-here")) marked.classList.remove("is-here");
    const id = decodeURIComponent(location.hash.slice(1));
    const found = id && document.getElementById(id);
    const passage = found && found.closest(".src-para");
    if (passage) passage.classList.add("is-here");
    if (!words) return;
    const number = /(?:^|-)p(\d[\d-]*)$/.exec(id);
    words.hidden = Boolean(found) || !number;
    if (words.hidden) return;
    words.textContent = `There is no paragraph ${number[1].replace("-", " to ")} here. The numbers that there are stand beside the text.`;
    window.site.announce(words.textContent);
  }

  window.addEventListener("hashchange", arrive);
  arrive();
})();
