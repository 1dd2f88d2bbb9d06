// What is added with the plus beside a list of ticks appears in the list, ticked. Django's script knows only selects and text boxes.
(() => {
  "use strict";
  const added = (opener) => (popup, id, words) => {
    const list = document.getElementById(popup.name.replace(/__\d+$/, ""));
    if (list?.tagName !== "DIV" || !list.closest(".related-widget-wrapper")) return opener(popup, id, words);
    const box = Object.assign(document.createElement("input"), {
      type: "checkbox", name: list.id.replace(/^id_/, ""), value: id, id: `${list.id}_new_${id}`, checked: true,
    });
    const label = document.createElement("label");
    label.append(box, ` ${words}`);
    const row = document.createElement("div");
    row.append(label);
    list.append(row);
    box.dispatchEvent(new Event("change", { bubbles: true }));
    popup.close();
  };
  addEventListener("DOMContentLoaded", () => {
    const name = "dismissAddRelatedObjectPopup";
    if (window[name]) window[name] = added(window[name]);
  });
})();
