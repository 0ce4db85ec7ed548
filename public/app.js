/** What htmx leaves to us on Pilcrow's pages: the address, links within the results, the announcer, and words for what goes wrong. */
(() => {
  // From an address that has the token in it (`http://me:token@host/`) browsers refuse to fetch anything; by then they know the token.
  const named = new URL(document.URL);
  if (named.username !== '' || named.password !== '') {
    named.username = named.password = '';
    location.replace(named);
    return;
  }

  // Who goes back while the scripts are on their way comes to an entry that this page is not of, and nobody heard of it. Once: what was
  // loaded anew is what the address says.
  const [loaded] = performance.getEntriesByType('navigation');
  const withoutPlace = (href) => href.split('#', 1)[0];
  if (loaded && loaded.type !== 'reload' && withoutPlace(loaded.name) !== withoutPlace(location.href)) {
    location.reload();
    return;
  }

  const htmx = window.htmx;
  const field = () => document.querySelector('#q');
  const form = () => document.querySelector('#search[hx-get]');

  // Some Chromium versions (about 124 to 145) throw on the second argument that htmx gives; htmx then falls back by itself.
  // With Trusted Types the policy must exist first: markup comes from htmx's own requests to this server alone, code never.
  const deny = () => {
    throw new TypeError('Pilcrow runs no code from markup.');
  };
  const policy = window.trustedTypes?.createPolicy('htmx', {
    createHTML: (html) => html,
    createScriptURL: (url) => (url === '/sw.js' ? url : deny()),
  }) ?? {
    createHTML: (html) => html,
    createScript: deny,
    createScriptURL: (url) => url,
  };
  try {
    Document.parseHTMLUnsafe?.(policy.createHTML(''), {});
  } catch {
    Document.parseHTMLUnsafe = undefined;
  }
  htmx?.registerExtension('pilcrow', { init: (api) => api.initSecurity(policy, deny, deny) });

  // What is being composed (kana on their way to kanji, a letter whose accent is to come) is no word yet: nobody hears of it until it is
  // done. The keyboards of phones compose every word, and show it as it will be.
  addEventListener(
    'input',
    (event) => {
      if (event.isComposing && !matchMedia('(pointer: coarse)').matches) event.stopImmediatePropagation();
    },
    { capture: true },
  );
  document.addEventListener('compositionend', ({ target }) => {
    target.dispatchEvent(new Event('input', { bubbles: true }));
  });

  // The address. A page that was loaded, submitted or returned to is settled: the next words typed get an entry of their own, and
  // those after them replace it, so that Back goes from search to search and not from letter to letter.
  let settled = true;

  const address = (data) => {
    const params = new URLSearchParams();
    for (const [name, value] of data) if (value !== '') params.append(name, value);
    return params.size === 0 ? '/' : `/?${params}`;
  };
  const here = () => address(new URLSearchParams(location.search));

  document.addEventListener('htmx:config:request', ({ detail: { ctx } }) => {
    if (ctx.sourceElement.id !== 'search') return;
    const next = address(ctx.request.body);
    ctx.push = ctx.replace = null;
    if (next !== here()) ctx[settled ? 'push' : 'replace'] = next;
    ctx.settles = ctx.sourceEvent?.type === 'submit';
    // On a phone the keyboard hides what was asked for.
    if (ctx.settles && matchMedia('(pointer: coarse)').matches) field()?.blur();
  });
  document.addEventListener('htmx:after:history:push', () => {
    settled = false;
  });

  // Links and forms among the results lead to other results: those alone are fetched, and the search field follows.
  const live = (event) =>
    htmx && form() !== null && !event.defaultPrevented && event.target.closest?.('#results') !== null;

  document.addEventListener('click', (event) => {
    const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
    const href = live(event) && plain ? event.target.closest('a')?.getAttribute('href') : null;
    if (!href || !/^\/(\?|$)/.test(href)) return;
    event.preventDefault();
    go(href);
  });
  document.addEventListener('submit', (event) => {
    if (!live(event)) return;
    event.preventDefault();
    go(address(new FormData(event.target)));
  });

  async function go(href) {
    const params = new URL(href, location.href).searchParams;
    const push = href === here() ? null : href;
    const swap = { source: '#results', target: '#results', swap: 'innerHTML' };
    // At once: who types before the answer is there asks within what was chosen.
    fill(params);
    await htmx.ajax('GET', `/results${params.size === 0 ? '' : `?${params}`}`, { ...swap, push, follows: true });
  }

  /** Makes the form as the server would have made it for an address: `keptFields` in views/links.ts. */
  function fill(params) {
    field().value = params.get('q') ?? '';
    for (const input of form().querySelectorAll('input[type="hidden"]')) input.remove();
    for (const [name, value] of params) {
      if (['q', 'page', 'generation', 'verbatim'].includes(name)) continue;
      const input = Object.assign(document.createElement('input'), { type: 'hidden', name, value });
      form().append(input);
    }
  }

  /** Begins at the top of results that were chosen. */
  function follow() {
    settled = true;
    // htmx gives the focus back to what has the same id as before; what is gone leaves it to the content.
    if (document.activeElement === document.body) document.querySelector('#content').focus({ preventScroll: true });
    window.scrollTo({ top: 0, behavior: 'instant' });
  }

  // What was opened stays open.
  let opened = [];

  // Only our own results may replace results: not the page of a proxy, and not a whole page. Elsewhere, too, an error keeps the address and
  // what is there; but what is gone has a page that says so.
  document.addEventListener('htmx:before:swap', (event) => {
    const { ctx, tasks } = event.detail;
    if (ctx.target === document.body) return;
    const { status } = ctx.response;
    const inResults = ctx.target?.id === 'results';
    if (inResults) opened = [...document.querySelectorAll('#results details[id][open]')].map(({ id }) => id);
    if (status >= 400) ctx.push = ctx.replace = null;
    if (inResults ? tasks.some(({ fragment }) => fragment.querySelector('[data-results]') !== null) : status < 400)
      return;
    event.preventDefault();
    if (status === 404 && !inResults) location.reload();
    else tell(status === 503 || status === 429 ? 'busy' : 'refused');
  });

  document.addEventListener('htmx:after:swap', ({ detail: { ctx } }) => {
    tell(null);
    if (ctx.settles) settled = true;
    if (ctx.sourceElement?.id === 'search') window.scrollTo({ top: 0, behavior: 'instant' });
    if (ctx.follows) follow();
    for (const id of opened.splice(0)) document.getElementById(id)?.setAttribute('open', '');
    announce();
    localTimes();
  });

  // Going back: htmx fetches the page anew and replaces the body, and with it what had the focus. What is gone leaves it to the content.
  // How far down one was is known to the entry in the history: a browser goes there through all of the page, and stays at the end of one
  // that is shorter than the one before.
  let focused = null;
  let returning = false;
  addEventListener('scrollend', () => {
    // htmx makes an entry anew that is not of its own making.
    if (form() && !returning) history.replaceState({ ...history.state, htmx: true, top: scrollY }, '');
  });
  document.addEventListener('htmx:before:history:restore', () => {
    settled = true;
    returning = true;
    focused = document.activeElement === document.body ? null : document.activeElement.id;
  });
  document.addEventListener('htmx:after:swap', ({ detail: { ctx } }) => {
    returning = false;
    if (ctx.target !== document.body) return;
    if (form()) window.scrollTo({ top: history.state?.top ?? 0, behavior: 'instant' });
    if (focused === null) return;
    if (focused === 'q') toField();
    else (document.getElementById(focused) ?? document.querySelector('#content')).focus({ preventScroll: true });
  });
  addEventListener('pageshow', ({ persisted }) => {
    if (persisted) settled = true;
  });

  function toField() {
    const input = field();
    input?.focus({ preventScroll: true });
    input?.setSelectionRange(input.value.length, input.value.length);
  }

  // A line says what keeps answers from coming; the next answer takes it away.
  function tell(what) {
    const problem = document.querySelector('#problem');
    const text = what === null ? '' : problem.dataset[what];
    if (problem.textContent !== text) problem.textContent = text;
  }
  document.addEventListener('htmx:error', ({ detail: { ctx } }) => {
    if (ctx) tell('unreachable');
  });

  // Whoever comes back to results that were left open is told where the documents have changed since.
  document.addEventListener('visibilitychange', async () => {
    const found = document.querySelector('[data-generation]');
    if (document.hidden || found === null) return;
    try {
      const { index } = await (await fetch('/status.json')).json();
      found.querySelector('.changed').hidden = String(index.generation) === found.dataset.generation;
    } catch {
      // No answer, no news: the next search says what is wrong.
    }
  });

  // Screen readers hear the count and what was corrected, once the typing rests; never the results themselves.
  const news = () => [...document.querySelectorAll('[data-announce]')].map(({ textContent }) => textContent).join('. ');
  let known = news();
  let pending;
  function announce() {
    clearTimeout(pending);
    pending = setTimeout(() => {
      const text = news();
      if (text !== known) document.querySelector('#announcer').textContent = text;
      known = text;
    }, 500);
  }

  // The same form as the server's (`moment` in views/strings/figures.ts), so that the text keeps its length.
  function localTimes() {
    for (const time of document.querySelectorAll('time[datetime]')) {
      time.textContent = new Date(time.dateTime).toLocaleString(document.documentElement.lang, {
        year: 'numeric',
        month: 'short',
        day: 'numeric',
        hour: 'numeric',
        minute: '2-digit',
        timeZoneName: 'short',
      });
    }
  }

  addEventListener('load', () => {
    navigator.serviceWorker?.register(policy.createScriptURL('/sw.js')).catch(() => {
      // The pages do without it; it only says so when there is no connection.
    });
  });

  localTimes();
  document.documentElement.classList.add('scripted');
  // Typed before anyone listened: before this script came, and before htmx, which looks at the page a timer later.
  function catchUp() {
    const asked = new URLSearchParams(location.search).get('q') ?? '';
    if (field().value !== asked) field().dispatchEvent(new Event('input', { bubbles: true }));
    return asked;
  }
  document.addEventListener('htmx:after:init', ({ target }) => {
    if (target === form()) catchUp();
  });
  if (form() && catchUp() === '' && !matchMedia('(pointer: coarse)').matches) toField();
})();
