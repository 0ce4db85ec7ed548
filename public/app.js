/** What htmx leaves to us on Pilcrow's pages: the address, the announcer, keys, and words for what goes wrong. */
(() => {
  const htmx = window.htmx;
  const field = () => document.querySelector('#q');
  const form = () => document.querySelector('#search[hx-get]');

  // Some Chromium versions (about 124 to 145) throw on the second argument that htmx gives; htmx then falls back by itself.
  // With Trusted Types the policy must exist first: markup comes from htmx's own requests to this server alone, code never.
  const deny = () => {
    throw new TypeError('Pilcrow runs no code from markup.');
  };
  const policy = window.trustedTypes?.createPolicy('htmx', { createHTML: (html) => html }) ?? {
    createHTML: (html) => html,
    createScript: deny,
  };
  try {
    Document.parseHTMLUnsafe?.(policy.createHTML(''), {});
  } catch {
    Document.parseHTMLUnsafe = undefined;
  }
  htmx?.registerExtension('pilcrow', { init: (api) => api.initSecurity(policy, deny, deny) });

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

  // Only our own results may replace results: not the page of a proxy, and not a whole page. An error keeps the address.
  document.addEventListener('htmx:before:swap', (event) => {
    const { ctx, tasks } = event.detail;
    if (ctx.target?.id !== 'results') return;
    if (ctx.response.status >= 400) ctx.push = ctx.replace = null;
    if (tasks.some(({ fragment }) => fragment.querySelector('[data-results]') !== null)) return;
    event.preventDefault();
    tell(ctx.response.status === 503 || ctx.response.status === 429 ? 'busy' : 'refused');
  });

  document.addEventListener('htmx:after:swap', ({ detail: { ctx } }) => {
    tell(null);
    if (ctx.settles) settled = true;
    if (ctx.sourceElement?.id === 'search') window.scrollTo(0, 0);
    announce();
    localTimes();
  });

  // Going back: htmx fetches the page anew and replaces the body, and with it the field that had the focus.
  let wasInField = false;
  document.addEventListener('htmx:before:history:restore', () => {
    settled = true;
    wasInField = document.activeElement === field();
  });
  document.addEventListener('htmx:after:swap', ({ detail: { ctx } }) => {
    if (ctx.target === document.body && wasInField) toField();
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

  // Screen readers hear the count, once the typing rests; never the results themselves.
  let pending;
  function announce() {
    clearTimeout(pending);
    pending = setTimeout(() => {
      const text = document.querySelector('[data-announce]')?.textContent ?? '';
      const announcer = document.querySelector('#announcer');
      if (announcer.textContent !== text) announcer.textContent = text;
    }, 500);
  }

  document.addEventListener('keydown', (event) => {
    const input = field();
    if (!input || event.isComposing) return;
    if (event.key === 'Escape' && event.target === input && input.value !== '') {
      event.preventDefault();
      input.value = '';
      input.dispatchEvent(new Event('input', { bubbles: true }));
    }
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    const typing = event.target.closest?.('input, textarea, select, [contenteditable]');
    if (event.key === '/' && plain && !typing) {
      event.preventDefault();
      input.focus();
      input.select();
    }
  });

  function localTimes() {
    for (const time of document.querySelectorAll('time[datetime]')) {
      time.textContent = new Date(time.dateTime).toLocaleString(document.documentElement.lang, {
        dateStyle: 'medium',
        timeStyle: 'short',
      });
    }
  }

  localTimes();
  document.documentElement.classList.add('scripted');
  if (form()) {
    const asked = new URLSearchParams(location.search).get('q') ?? '';
    // Typed before this script came.
    if (field().value !== asked) field().dispatchEvent(new Event('input', { bubbles: true }));
    if (asked === '' && !matchMedia('(pointer: coarse)').matches) toField();
  }
})();
