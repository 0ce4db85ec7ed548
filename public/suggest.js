/**
 * Suggestions in a line of their own under the field: they cover nothing, and nothing moves when they come. A combobox with list autocomplete
 * (WAI-ARIA APG): the focus stays in the field. Roles are set here, as without scripts it is a plain field.
 */
(() => {
  const WAIT = 60;
  const field = () => document.querySelector('#q');
  const list = () => document.querySelector('#suggestions');
  const options = () => [...list().children];
  let active = -1;
  let timer;
  let asked;

  document.addEventListener('input', (event) => {
    if (event.target === field() && list()) later();
  });

  function later() {
    stop();
    timer = setTimeout(ask, WAIT);
  }

  /** What is under way is for other letters. */
  function stop() {
    clearTimeout(timer);
    asked?.abort();
  }

  async function ask() {
    const { value, selectionStart } = field();
    if (value.trim() === '' || selectionStart < value.length) return show([]);
    asked = new AbortController();
    const { signal } = asked;
    try {
      const answer = await fetch(`/suggest?q=${encodeURIComponent(value.toWellFormed?.() ?? value)}`, { signal });
      const { suggestions = [] } = answer.ok ? await answer.json() : {};
      if (!signal.aborted && document.activeElement === field()) show(suggestions);
    } catch {
      // Typed on, or nobody answers: the results say so.
    }
  }

  function show(suggestions) {
    const box = list();
    box.replaceChildren(...suggestions.map(option));
    box.scrollLeft = 0;
    box.hidden = suggestions.length === 0;
    const input = field();
    for (const [name, value] of Object.entries({
      role: 'combobox',
      autocomplete: 'list',
      controls: box.id,
      expanded: !box.hidden,
    })) {
      input.setAttribute(name === 'role' ? name : `aria-${name}`, value);
    }
    mark(-1);
    const { one, many } = box.dataset;
    const news = box.hidden ? '' : suggestions.length === 1 ? one : many.replace('#', suggestions.length);
    // What stays the same is not said again at each letter.
    const told = document.querySelector('#suggested');
    if (told.textContent !== news) told.textContent = news;
  }

  function option({ kind, text, highlights }, i) {
    const item = document.createElement('span');
    item.id = `suggestion-${i}`;
    item.role = 'option';
    item.className = 'suggestion';
    item.ariaSelected = 'false';
    item.dataset.kind = kind;
    item.dataset.text = text;
    item.dir = 'auto';
    let at = 0;
    for (const { start, end } of highlights) {
      const rest = document.createElement('b');
      rest.textContent = text.slice(start, end);
      item.append(text.slice(at, start), rest);
      at = end;
    }
    item.append(text.slice(at));
    return item;
  }

  function mark(next) {
    active = next;
    for (const [i, item] of options().entries()) {
      item.ariaSelected = String(i === active);
      if (i === active) item.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    }
    if (active < 0) field().removeAttribute('aria-activedescendant');
    else field().setAttribute('aria-activedescendant', options()[active].id);
  }

  function close() {
    stop();
    if (list() && !list().hidden) show([]);
  }

  function take(item) {
    const input = field();
    input.value = item.dataset.text;
    input.dispatchEvent(new Event('input', { bubbles: true }));
    close();
  }

  // Before the keys of the page, which leave alone what was taken here.
  document.addEventListener(
    'keydown',
    (event) => {
      const { key } = event;
      if (event.target !== field() || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
      if (key === 'Enter' || key === 'Tab') stop();
      if (!list() || list().hidden) return;
      const last = options().length - 1;
      if (key === 'ArrowDown' && active < last) mark(active + 1);
      // Below the last one are the hits.
      else if (key === 'ArrowDown') return close();
      else if (key === 'ArrowUp') mark(active < 0 ? last : active - 1);
      else if (key === 'Enter' && active >= 0) take(options()[active]);
      else if (key === 'Escape') close();
      else {
        if (key === 'Enter' || key === 'Tab') close();
        else if (key === 'ArrowLeft' || key === 'ArrowRight' || key === 'Home' || key === 'End') mark(-1);
        return;
      }
      event.preventDefault();
    },
    { capture: true },
  );

  // A press must not take the focus from the field; a swipe along the line is none.
  document.addEventListener('mousedown', (event) => {
    if (list()?.contains(event.target)) event.preventDefault();
  });
  document.addEventListener('click', (event) => {
    const item = event.target.closest?.('.suggestion');
    if (item) take(item);
  });
  document.addEventListener('focusout', (event) => {
    if (event.target === field()) close();
  });
})();
