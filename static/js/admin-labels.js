// Names for what scripts draw in the forms of the admin (the editor, the boxes with search), so that a screen reader says which field it is.
(() => {
  "use strict";
  const words = (element) => element?.textContent.replace(/\s+/g, " ").trim().replace(/:$/, "") ?? "";
  const nameOf = (element) => {
    const cell = element.closest("td");
    const heading = cell && element.closest("table")?.querySelectorAll("thead th")[[...cell.parentElement.cells].indexOf(cell)];
    if (heading) return words(heading);
    const row = element.closest(".form-row, .fieldBox, fieldset");
    const parts = [row?.querySelector("legend, label:not(.translated-label)"), element.closest(".translated-box")?.querySelector("label")];
    return parts.map(words).filter(Boolean).join(", ");
  };
  const drawn = "[role=textbox]:not([aria-label]), .select2-selection:not([aria-label]), td.delete input:not([aria-label])";
  const tell = () => {
    for (const element of document.querySelectorAll(drawn)) {
      const name = nameOf(element);
      if (name) element.setAttribute("aria-label", name);
    }
  };
  addEventListener("DOMContentLoaded", tell);
  new MutationObserver(tell).observe(document.documentElement, { childList: true, subtree: true });
})();
