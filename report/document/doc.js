'use strict';
/* Sorting and finding in lists, without any network. A page without it shows all rows in
   their order. A list that can be seen at a glance needs neither. */
const enough = { sort: 2, find: 10 };
const words = document.querySelector('main').dataset;
for (const table of document.querySelectorAll('table.list')) {
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const heads = [...table.tHead.rows[0].cells];
  const key = (row, i) => {
    const cell = row.cells[i];
    return 'v' in cell.dataset ? Number(cell.dataset.v) : cell.textContent;
  };
  const compare = (a, b) => typeof a === 'number' && typeof b === 'number' ? a - b
    : typeof a === 'number' ? -1 : typeof b === 'number' ? 1 : a.localeCompare(b, 'ja');
  if (rows.length >= enough.sort) heads.forEach((head, i) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener('click', () => {
      const falls = head.getAttribute('aria-sort') === 'ascending';
      for (const other of heads) other.removeAttribute('aria-sort');
      head.setAttribute('aria-sort', falls ? 'descending' : 'ascending');
      const sorted = rows.map((row, at) => [key(row, i), at, row]);
      sorted.sort((a, b) => (falls ? -compare(a[0], b[0]) : compare(a[0], b[0])) || a[1] - b[1]);
      body.append(...sorted.map((entry) => entry[2]));
    });
  });
  if (rows.length < enough.find) continue;
  const find = document.createElement('label');
  const input = document.createElement('input');
  const count = document.createElement('output');
  find.className = 'find';
  input.type = 'search';
  find.append(words.find, input, count);
  const folded = rows.map((row) => row.textContent.normalize('NFKC').toLowerCase());
  input.addEventListener('input', () => {
    const wanted = input.value.normalize('NFKC').toLowerCase().split(/\s+/u).filter(Boolean);
    let shown = 0;
    rows.forEach((row, at) => {
      row.hidden = !wanted.every((word) => folded[at].includes(word));
      if (!row.hidden) shown++;
    });
    count.textContent = wanted.length
      ? words.found.replace('{}', shown).replace('{}', rows.length) : '';
  });
  table.parentElement.before(find);
}
