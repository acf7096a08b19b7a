import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { commonErrors } from '@tutti/contracts/common';
import { DomainError } from '@tutti/kernel';

/** Last sort key of a page. */
export type SortKey = readonly (string | number | Date)[];

const refused = (): DomainError =>
  new DomainError(commonErrors['page.invalid'], {
    detail: 'The page token does not belong to this list, filter and order. Begin with the first page.',
    faults: [{ pointer: '/query/pageToken', detail: 'does not belong to this list, filter and order' }],
  });

type Stored = readonly (string | number | { readonly time: number })[];

/**
 * Seals and opens page tokens: base64url of the last sort key, bound by HMAC to what the list is (its name, filter and
 * order). A token carries no right: every page is authorised anew. All replicas share the key.
 */
export class PageTokens {
  readonly #key: Buffer;

  constructor(key: string) {
    this.#key = createHash('sha256').update(`tutti-page-token:${key}`).digest();
  }

  seal(key: SortKey, binding: readonly unknown[]): string {
    const stored: Stored = key.map((part) => (part instanceof Date ? { time: part.getTime() } : part));
    const content = Buffer.from(JSON.stringify(stored)).toString('base64url');
    return `${content}.${this.#mac(content, binding).toString('base64url')}`;
  }

  /** Throws `page.invalid` unless this list sealed it. */
  open(token: string, binding: readonly unknown[]): SortKey {
    const [content = '', mac = ''] = token.split('.');
    const given = Buffer.from(mac, 'base64url');
    const expected = this.#mac(content, binding);
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw refused();
    const stored = JSON.parse(Buffer.from(content, 'base64url').toString()) as Stored;
    return stored.map((part) => (typeof part === 'object' ? new Date(part.time) : part));
  }

  #mac(content: string, binding: readonly unknown[]): Buffer {
    return createHmac('sha256', this.#key)
      .update(JSON.stringify([content, binding]))
      .digest()
      .subarray(0, 16);
  }
}
