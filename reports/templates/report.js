"use strict";
/* Light or dark, filters, sorting, old deep links. Every page is complete without it. */
(function () {
  var root = document.documentElement;
  var dark = matchMedia("(prefers-color-scheme: dark)");
  function kept(value) {
    /* A browser may refuse storage to files; then the choice lasts as long as the page. */
    try {
      if (value === undefined) { return localStorage.getItem("theme"); }
      localStorage.setItem("theme", value);
    } catch (refused) { return null; }
    return value;
  }
  var chosen = kept();
  if (chosen === "dark" || chosen === "light") { root.dataset.theme = chosen; }
  root.classList.add("scripted");

  function themeButton() {
    var button = document.getElementById("theme");
    function isDark() { return root.dataset.theme ? root.dataset.theme === "dark" : dark.matches; }
    function label() { button.textContent = isDark() ? button.dataset.light : button.dataset.dark; }
    button.hidden = false;
    button.addEventListener("click", function () {
      root.dataset.theme = isDark() ? "light" : "dark";
      kept(root.dataset.theme);
      label();
    });
    dark.addEventListener("change", label);
    label();
  }

  /* Cards are laid out only when they come near (content-visibility): their heights, and with them the target's
     place, become true on the way. */
  function arrive(target, tries) {
    target.scrollIntoView({ behavior: "instant", block: "start" });
    var top = target.getBoundingClientRect().top;
    if (tries > 0) {
      requestAnimationFrame(function () {
        if (tries > 9 || Math.abs(target.getBoundingClientRect().top - top) > 1) { arrive(target, tries - 1); }
      });
    }
  }

  /* Opens whatever hides the target of a link, and sends an id that stands on another page there. */
  function follow() {
    var id = decodeURIComponent(location.hash.slice(1));
    if (!id) { return; }
    var target = document.getElementById(id);
    if (target) {
      var closed = target.closest("details:not([open])");
      while (closed) { closed.open = true; closed = closed.parentElement.closest("details:not([open])"); }
      arrive(target, 12);
      return;
    }
    var elsewhere = document.getElementById("elsewhere");
    if (!elsewhere) { return; }
    var pages = JSON.parse(elsewhere.textContent);
    Object.keys(pages).forEach(function (page) {
      if (pages[page].indexOf(id) >= 0) { location.replace(page + "#" + id); }
    });
  }

  function later(run) {
    var waiting = 0;
    return function () { cancelAnimationFrame(waiting); waiting = requestAnimationFrame(run); };
  }

  function say(form, shown, all) {
    var line = form.querySelector(".filter-result");
    line.textContent = line.dataset.text.replace("{shown}", shown).replace("{all}", all);
  }

  function findingFilters() {
    var form = document.getElementById("finding-filters");
    if (!form) { return; }
    var cards = Array.prototype.slice.call(document.querySelectorAll("article.finding"));
    var groups = Array.prototype.slice.call(document.querySelectorAll("section.group"));
    var words = new Map();
    function text(card) {
      if (!words.has(card)) {
        var group = card.closest("section.group").querySelector("h4");
        words.set(card, (group.textContent + " " + card.textContent).toLowerCase());
      }
      return words.get(card);
    }
    function apply() {
      var q = form.elements.q.value.trim().toLowerCase();
      var wanted = ["theme", "severity", "entry", "state"].map(function (name) {
        return form.elements[name] && form.elements[name].value ? name + "=" + form.elements[name].value : "";
      }).filter(Boolean);
      var shown = 0;
      cards.forEach(function (card) {
        var has = card.dataset.f.split(" ");
        var fits = wanted.every(function (value) { return has.indexOf(value) >= 0; });
        card.hidden = !(fits && (!q || text(card).indexOf(q) >= 0));
        shown += card.hidden ? 0 : 1;
      });
      var active = q || wanted.length;
      groups.forEach(function (group) {
        group.hidden = Boolean(active) && !group.querySelector("article.finding:not([hidden])");
      });
      if (active) { say(form, shown, cards.length); } else { form.querySelector(".filter-result").textContent = ""; }
    }
    form.hidden = cards.length < 2;
    form.addEventListener("input", later(apply));
    form.addEventListener("reset", function () { setTimeout(apply); });
    form.addEventListener("submit", function (event) { event.preventDefault(); });
  }

  function cityFilters() {
    var form = document.getElementById("city-filters");
    if (!form) { return; }
    var rows = Array.prototype.slice.call(document.querySelectorAll("#cities tbody tr"));
    function apply() {
      var q = form.elements.q.value.trim().toLowerCase();
      var shown = 0;
      rows.forEach(function (row) {
        var fits = ["verdict", "province", "tier"].every(function (name) {
          return !form.elements[name] || !form.elements[name].value || row.dataset[name[0]] === form.elements[name].value;
        });
        row.hidden = !(fits && (!q || row.cells[0].textContent.toLowerCase().indexOf(q) >= 0));
        shown += row.hidden ? 0 : 1;
      });
      say(form, shown, rows.length);
    }
    form.hidden = false;
    form.addEventListener("input", later(apply));
    form.addEventListener("reset", function () { setTimeout(apply); });
    form.addEventListener("submit", function (event) { event.preventDefault(); });
  }

  function sortable(table) {
    var heads = Array.prototype.slice.call(table.tHead.rows[table.tHead.rows.length - 1].cells);
    var order = new Intl.Collator(root.lang, { numeric: true });
    function key(cell) { return cell.dataset.v !== undefined ? cell.dataset.v : cell.textContent.trim(); }
    heads.forEach(function (head, column) {
      var button = document.createElement("button");
      button.type = "button";
      while (head.firstChild) { button.appendChild(head.firstChild); }
      head.appendChild(button);
      button.addEventListener("click", function () {
        var down = head.getAttribute("aria-sort") === "ascending";
        heads.forEach(function (other) { other.removeAttribute("aria-sort"); });
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        var body = table.tBodies[0];
        var rows = Array.prototype.map.call(body.rows, function (row) {
          var text = key(row.cells[column]).replace(/,/g, "");
          return { row: row, text: text, number: text !== "" && isFinite(text) ? Number(text) : null };
        });
        rows.sort(function (a, b) {
          /* Rows without a figure stay last, whichever way the others go. */
          if ((a.number === null) !== (b.number === null)) { return a.number === null ? 1 : -1; }
          var sign = a.number === null ? order.compare(a.text, b.text) : a.number - b.number;
          return down ? -sign : sign;
        });
        rows.forEach(function (each) { body.appendChild(each.row); });
      });
    });
  }

  document.addEventListener("DOMContentLoaded", function () {
    themeButton();
    findingFilters();
    cityFilters();
    document.querySelectorAll("table[data-sortable]").forEach(sortable);
    /* The other language opens at the same finding. */
    document.querySelectorAll(".switches a").forEach(function (link) {
      link.addEventListener("click", function () { link.hash = location.hash; });
    });
    window.addEventListener("hashchange", follow);
    follow();
    /* Paper has no buttons: what the reader of a print needs is opened, the rest is left out by the style sheet. */
    window.addEventListener("beforeprint", function () {
      document.querySelectorAll("details[data-print]:not([open])").forEach(function (each) { each.open = true; each.dataset.opened = "1"; });
    });
    window.addEventListener("afterprint", function () {
      document.querySelectorAll("details[data-opened]").forEach(function (each) { each.open = false; delete each.dataset.opened; });
    });
  });
})();
