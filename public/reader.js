/** What the reader does beyond plain links: `n` and `p`, what is read stays in place, the section in the outline, a true minimap. */
(() => {
  const one = (selector) => document.querySelector(selector);
  const reading = () => one('#reading');
  const marked = () => [...document.querySelectorAll('.matched')];

  // ---- From place to place ----

  /** The line below the bar that goes along: paragraphs that are gone to stand there. */
  const edge = () => Number.parseFloat(getComputedStyle(one('.para') ?? document.body).scrollMarginTop) + 1;
  const topOf = (element) => element.getBoundingClientRect().top;
  const inSight = (place) => topOf(place) > -edge() && topOf(place) < innerHeight;

  /**
   * On from the place that is read: the one that was gone to where it is still in sight, else from what is at the top. Past those of this
   * part to those of others, and around the ends.
   */
  function step(direction) {
    const all = marked();
    const forward = direction > 0;
    const here = all.find((place) => place.matches(':target') && inSight(place));
    const isBelow = (place) => topOf(place) >= edge() - 2;
    const next = here ? null : forward ? all.find(isBelow) : all.findLast((place) => !isBelow(place));
    const last = here ?? (forward ? all.at(-1) : all[0]);
    const beyond = last?.querySelector(forward ? '[rel=next]' : '[rel=prev]')?.getAttribute('href');
    const arrow = one(forward ? '#next-place' : '#previous-place');
    if (next) go(`#${next.id}`);
    else go(last ? (beyond ?? arrow.dataset.around) : arrow?.getAttribute('href'));
  }

  /** Replaces the address: Back leads out of the document, not through every place of it. */
  function go(href) {
    if (!href) return;
    location.replace(href);
    const told = tellPlace();
    if (told) one('#announcer').textContent = told;
  }

  /** Says which of the places one is at. */
  function tellPlace() {
    const count = one('#places .count');
    const at = one('.matched:target .of')?.textContent;
    if (count) count.textContent = at ?? count.dataset.all;
    return at;
  }

  /** Without scrolling: the field goes along, but browsers look for it where it was laid out. */
  function toField() {
    const field = one('#find-q');
    field.focus({ preventScroll: true });
    field.select();
  }

  /** 1 or -1 while Enter waits for marks of what is in the field. */
  let awaited = 0;

  /** Enter in the field goes from place to place; where the marks are still of other words, when these are there. */
  function enter(event) {
    awaited = event.shiftKey ? -1 : 1;
    if (event.target.value !== (new URLSearchParams(location.search).get('q') ?? '')) return;
    event.preventDefault();
    goOn();
  }

  /** The field keeps the focus, which browsers take from it; on a phone its keyboard would hide the place. */
  function goOn() {
    step(awaited);
    awaited = 0;
    if (matchMedia('(pointer: coarse)').matches) one('#find-q').blur();
    else one('#find-q').focus({ preventScroll: true });
  }

  // ---- Addresses ----

  /** An address from elsewhere may name a paragraph of another part than the one that is here. */
  function findPart() {
    const number = Number(/^#p(\d{1,9})$/.exec(location.hash)?.[1] ?? 0);
    if (number === 0 || document.getElementById(`p${number}`)) return;
    const { part, partSize } = reading().dataset;
    const url = new URL(location.href);
    if (Math.floor((number - 1) / partSize) === Number(part) || url.searchParams.get('p') === String(number)) return;
    url.searchParams.set('p', String(number));
    location.replace(url);
  }

  // ---- Outline ----

  /** Marks the section that is read: of the place that was gone to where it is still in sight, else of what is at the top. */
  function tellSection() {
    const gone = one('.para:target');
    const top = edge() + 8;
    const read =
      gone && inSight(gone) ? gone : [...document.querySelectorAll('.para')].findLast((para) => topOf(para) < top);
    const number = Number(read?.id.slice(1) ?? 0);
    const links = [...document.querySelectorAll('.outline a')];
    const here = links.findLast(({ hash }) => Number(hash.slice(2)) <= number);
    for (const link of links) link.ariaCurrent = link === here ? 'location' : null;
    here?.scrollIntoView({ block: 'nearest' });
  }

  // ---- Minimap ----

  /** The server guesses by the length of texts; here they have their places. */
  function drawMap() {
    const height = document.documentElement.scrollHeight;
    const map = one('.minimap');
    const places = [...(map?.children ?? [])].map((link) => {
      const place = document.getElementById(link.getAttribute('href').slice(1));
      return [link, place && ((topOf(place) + scrollY) / height) * map.viewBox.baseVal.height];
    });
    for (const [link, at] of places) {
      if (at === null) continue;
      link.children[0].setAttribute('y', at - 4);
      link.children[1].setAttribute('y', at);
    }
  }

  // ---- What is read stays where it is while marks come and go ----

  let kept = null;
  /** Where the window is scrolled to for what is kept; null from when the reader scrolls. */
  let scrolledTo = null;
  const heights = new ResizeObserver(putBack);

  function holdPlace() {
    // Still the same one: what lies at the top before all has its height may be another.
    if (scrolledTo !== null) return;
    const para = document.elementFromPoint(innerWidth / 2, edge() + 8)?.closest('.para');
    kept = para ? { id: para.id, top: topOf(para) } : null;
  }

  /**
   * Until the reader scrolls: paragraphs that come into sight are laid out frames later, on a busy machine many, and may then be higher
   * than was guessed. Browsers that do the like would do it a second time.
   */
  function keepPlace() {
    scrolledTo = scrollY;
    document.documentElement.style.overflowAnchor = 'none';
    heights.disconnect();
    for (const para of document.querySelectorAll('.para')) heights.observe(para);
    putBack();
  }

  function putBack() {
    letReaderScroll();
    if (scrolledTo === null) return;
    const para = kept && document.getElementById(kept.id);
    if (!para) return letGo();
    scrollBy({ top: topOf(para) - kept.top, behavior: 'instant' });
    scrolledTo = scrollY;
  }

  /** Whoever scrolls to anywhere else, by whatever means, ends the keeping. */
  function letReaderScroll() {
    if (scrolledTo !== null && Math.abs(scrollY - scrolledTo) >= 1) letGo();
  }

  function letGo() {
    scrolledTo = null;
    document.documentElement.style.overflowAnchor = '';
    heights.disconnect();
  }

  /** Heights that are guessed are others when one comes back: the entry in the history knows the paragraph that was read. */
  function rememberPlace() {
    history.scrollRestoration = kept ? 'manual' : 'auto';
    history.replaceState({ ...history.state, kept }, '');
  }

  function comeBack(state) {
    if (!state?.kept) return;
    kept = state.kept;
    keepPlace();
  }

  // ---- Events ----

  document.addEventListener('click', (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const outline = one('.outline details[open]');
    const link = event.target.closest?.('a, button');
    if (outline && (link?.closest('.outline') || !outline.contains(event.target))) outline.open = false;
    if (link?.closest('#places')) {
      event.preventDefault();
      step(link.id === 'next-place' ? 1 : -1);
    }
  });

  document.addEventListener(
    'keydown',
    (event) => {
      if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || one('dialog[open]')) return;
      const outline = one('.outline details[open]');
      if (event.key === 'Escape' && outline) {
        outline.open = false;
        outline.querySelector('summary').focus();
      }
      if (event.key === 'Enter' && event.target === one('#find-q')) return enter(event);
      if (event.target.closest?.('input, textarea, select, [contenteditable]')) return;
      const key = window.keyOf(event);
      if (key === 'n') step(1);
      else if (key === 'p') step(-1);
      else if (key === 'j') one('#next-document')?.click();
      else if (key === 'k') one('#previous-document')?.click();
      else if (key === '/' && one('#find-q')) toField();
      else return;
      // `/` means this document's field here, not the one that searches all.
      event.preventDefault();
      event.stopPropagation();
    },
    true,
  );

  // Who types on does not wait for a place.
  document.addEventListener('input', () => {
    awaited = 0;
  });
  document.addEventListener('scroll', letReaderScroll);
  document.addEventListener('scrollend', () => {
    holdPlace();
    rememberPlace();
    drawMap();
    tellSection();
  });
  document.addEventListener('htmx:after:history:replace', rememberPlace);
  addEventListener('popstate', ({ state }) => comeBack(state));
  document.addEventListener('htmx:before:swap', holdPlace);
  document.addEventListener('htmx:after:swap', () => {
    if (awaited === 0) keepPlace();
    else goOn();
    tellPlace();
    drawMap();
  });
  addEventListener('resize', drawMap);
  addEventListener('hashchange', () => {
    findPart();
    tellPlace();
    tellSection();
  });
  // Unfolded, it begins where one is. The event does not bubble.
  document.addEventListener('toggle', ({ target }) => target.closest('.outline') && tellSection(), true);

  if (reading()) {
    findPart();
    // By then the page has its heights, and its target.
    const { state } = history;
    addEventListener('load', () => {
      comeBack(state);
      tellPlace();
      drawMap();
      tellSection();
    });
  }
})();
