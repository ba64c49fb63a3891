(function () {
  "use strict";
  var button = document.querySelector("button[data-review]");
  var items = Array.prototype.slice.call(document.querySelectorAll("figure[data-sequence]"));
  var count = document.querySelector("output.count");
  var text = document.querySelector("pre.decisions");

  function decisions() {
    var made = [];
    items.forEach(function (item) {
      var chosen = item.querySelector("input[type=radio]:checked");
      if (chosen) {
        made.push({
          incident: item.dataset.incident,
          sequence: item.dataset.sequence,
          id: JSON.parse(item.dataset.id),
          why: item.dataset.why,
          answer: chosen.value,
          label: item.querySelector("input[type=text]").value
        });
      }
    });
    return made;
  }

  function show() {
    var made = decisions();
    count.textContent = made.length + " / " + items.length;
    text.textContent = JSON.stringify(
      { format: "virk-review", formatVersion: 1, review: button.dataset.review, decisions: made }, null, 1);
  }

  document.addEventListener("change", show);
  button.addEventListener("click", function () {
    show();
    var link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text.textContent + "\n"], { type: "application/json" }));
    link.download = "decisions.json";
    link.click();
    URL.revokeObjectURL(link.href);
  });
  window.addEventListener("beforeunload", function (event) {
    if (decisions().length && !button.dataset.saved) event.preventDefault();
  });
  button.addEventListener("click", function () {
    button.dataset.saved = "yes";
  });
  document.addEventListener("change", function () {
    delete button.dataset.saved;
  });
  show();
})();
