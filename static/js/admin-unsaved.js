// Warns before a form of the admin is left whose text has not been saved. Without a script the form works the same.
(() => {
  "use strict";
  const form = document.querySelector("#content-main form[method=post]");
  if (!form) return;
  const state = () => new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string")).toString();
  let before = null; // as it was before the first key or click, when the editors have put their texts in order
  let isSent = false;
  const look = () => { before ??= form.querySelector("[data-unsaved]") ? "" : state(); };
  for (const event of ["pointerdown", "keydown", "focusin"]) addEventListener(event, look, { capture: true });
  form.addEventListener("submit", () => { isSent = true; });
  addEventListener("pageshow", () => { isSent = false; });
  addEventListener("beforeunload", (event) => {
    if (!isSent && before !== null && state() !== before) event.preventDefault();
  });
})();
