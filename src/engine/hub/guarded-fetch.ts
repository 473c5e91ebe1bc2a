// The one way to the network: asks the Hub, follows redirects only to places that a download may come from, and takes the access token
// nowhere else.

import { redirectForbidden } from './errors.ts';

const maxRedirects = 5;

/** A `fetch` for one Hub. Throws an AppError for a redirect that must not be followed. */
export function createGuardedFetch(endpoint: string): typeof fetch {
  const hub = new URL(endpoint);
  return async (input, init = {}) => {
    let url = new URL(input instanceof Request ? input.url : input);
    for (let redirects = 0; redirects <= maxRedirects; redirects++) {
      if (!isAllowed(url, hub)) throw redirectForbidden(shown(url));
      const headers = new Headers(init.headers);
      if (url.origin !== hub.origin) headers.delete('authorization');
      const response = await fetch(url, { ...init, headers, redirect: 'manual' });
      const location = response.headers.get('location');
      if (response.status < 300 || response.status >= 400 || location === null) return response;
      await response.body?.cancel();
      url = new URL(location, url);
    }
    throw redirectForbidden(`more than ${maxRedirects} places one after the other`);
  };
}

/** The Hub itself, or any public host by https: what comes from there is checked against the Hub's own checksums. */
function isAllowed(url: URL, hub: URL): boolean {
  if (url.origin === hub.origin && url.protocol === hub.protocol) return true;
  return url.protocol === 'https:' && isPublicName(url.hostname) && url.username === '' && url.password === '';
}

function isPublicName(host: string): boolean {
  return (
    /^([a-z0-9-]+\.)+[a-z][a-z0-9-]*$/i.test(host) && !/(^|\.)(localhost|local|internal|lan|home|intranet)$/i.test(host)
  );
}

/** Without query, which may hold a signature. */
function shown(url: URL): string {
  return `${url.protocol}//${url.host}${url.pathname}`.slice(0, 200);
}
