import { v4 as uuid } from 'uuid';

const renewedKey = 'tutti.renewed-at';

/** What `localStorage` and `navigator.locks` are to this file. */
export interface RenewalHost {
  readonly lastRenewal: () => number;
  readonly noteRenewal: (at: number) => void;
  readonly exclusively: <T>(work: () => Promise<T>) => Promise<T>;
  readonly post: () => Promise<boolean>;
  readonly now: () => number;
}

/**
 * Renews the session once for all requests of all tabs that found it expired: the refresh cookie rotates, and using an
 * old one twice would end the session.
 */
export class SessionRenewal {
  #running: Promise<boolean> | undefined;

  constructor(private readonly host: RenewalHost) {}

  /** True when the session is good again. `since`: when the refused request was sent. */
  renew(since: number): Promise<boolean> {
    this.#running ??= this.#once(since).finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async #once(since: number): Promise<boolean> {
    return this.host.exclusively(async () => {
      if (this.host.lastRenewal() >= since) return true;
      const renewed = await this.host.post();
      if (renewed) this.host.noteRenewal(this.host.now());
      return renewed;
    });
  }
}

/** Outside of secure contexts there are no locks; then only this tab's requests are of one mind. */
const exclusively = <T>(work: () => Promise<T>): Promise<T> =>
  'locks' in navigator ? navigator.locks.request('tutti-session', work) : work();

export const browserHost = (refreshUrl: string): RenewalHost => ({
  lastRenewal: () => Number(localStorage.getItem(renewedKey) ?? 0),
  noteRenewal: (at) => {
    localStorage.setItem(renewedKey, String(at));
  },
  exclusively,
  now: Date.now,
  post: async () => {
    const headers = { 'idempotency-key': uuid() };
    const response = await fetch(refreshUrl, { method: 'POST', headers });
    if (response.status >= 500) throw new TypeError(`HTTP ${response.status}`);
    return response.ok;
  },
});
