
(function () {
  'use strict';
  var form = document.getElementById('saring');
  // On paper everything is open.
  window.addEventListener('beforeprint', function () {
    document.querySelectorAll('details').forEach(function (part) { part.open = true; });
  });
  if (!form) { return; }
  form.hidden = false;
  var items = Array.prototype.slice.call(document.querySelectorAll('article.butir'));
  var groups = Array.prototype.slice.call(document.querySelectorAll('section.lembar')).concat(
    Array.prototype.slice.call(document.querySelectorAll('section.dokumen')));
  var number = new Intl.NumberFormat('id-ID');
  function chosen(name) { return form.elements[name] ? form.elements[name].value : ''; }
  function filter() {
    var levels = {};
    form.querySelectorAll('input[name=tingkat]').forEach(function (box) { levels[box.value] = box.checked; });
    var rule = chosen('aturan'), book = chosen('dokumen'), official = chosen('pejabat');
    var shown = 0;
    items.forEach(function (item) {
      var data = item.dataset;
      var is = levels[data.tingkat] && (!rule || data.aturan === rule) &&
        (!book || item.closest('section.dokumen').dataset.dokumen === book) &&
        (!official || data.pejabat.split(' ').indexOf(official) >= 0);
      item.hidden = !is;
      if (is) { shown += 1; }
    });
    groups.forEach(function (group) { group.hidden = !group.querySelector('article.butir:not([hidden])'); });
    document.getElementById('jumlah').textContent = shown === items.length ?
      'Semua ' + number.format(shown) + ' temuan ditampilkan.' :
      number.format(shown) + ' dari ' + number.format(items.length) + ' temuan ditampilkan.';
  }
  form.addEventListener('change', filter);
  form.addEventListener('submit', function (event) { event.preventDefault(); });
  form.addEventListener('reset', function () { window.setTimeout(filter, 0); });
  // Browsers keep what was chosen when a page is loaded again.
  filter();
}());
