import type { CreateDataset, Dataset, Item } from '@tutti/contracts/datasets';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { expect } from 'vitest';
import { openPage, type Screen } from './browser';
import { signIn } from './signing-in';

const headers = { 'x-requested-with': 'tutti' };

/** A person at the REST API, beside whoever sits at the console. */
export class Caller {
  private constructor(
    private readonly url: string,
    private readonly token: string,
  ) {}

  static async signIn(url: string, name: string, password: string): Promise<Caller> {
    const answer = await fetch(`${url}/api/v1/sessions`, {
      method: 'POST',
      body: JSON.stringify({ name, password }),
      headers: { ...headers, 'content-type': 'application/json' },
    });
    return new Caller(url, ((await answer.json()) as { accessToken: string }).accessToken);
  }

  async call<Body>(
    request: string,
    body?: unknown,
    more: Readonly<Record<string, string>> = {},
  ): Promise<Body> {
    const [method = 'GET', path = ''] = request.split(' ');
    const isBytes = body instanceof Uint8Array;
    const answer = await fetch(`${this.url}/api/v1${path}`, {
      method,
      ...(body === undefined ? {} : { body: isBytes ? new Uint8Array(body) : JSON.stringify(body) }),
      headers: {
        ...headers,
        authorization: `Bearer ${this.token}`,
        ...(body === undefined ? {} : { 'content-type': isBytes ? 'image/png' : 'application/json' }),
        ...more,
      },
    });
    const text = await answer.text();
    expect(answer.status, `${request}: ${text}`).toBeLessThan(300);
    return (text === '' ? undefined : JSON.parse(text)) as Body;
  }

  /** A dataset with so many pictures, each another one. */
  async dataset(wanted: CreateDataset, pictures: number): Promise<Dataset> {
    const dataset = await this.call<Dataset>('POST /datasets', wanted);
    await this.pictures(dataset, pictures);
    return dataset;
  }

  /** Adds so many pictures, each another one. */
  async pictures({ id }: Dataset, count: number): Promise<void> {
    for (let number = 0; number < count; number++)
      await this.call(`POST /datasets/${id}/items?fileName=${number}.png`, await pictureOf(number));
  }

  async items(datasetId: string, q = ''): Promise<readonly Item[]> {
    const path = `/datasets/${datasetId}/items?pageSize=200&q=${encodeURIComponent(q)}`;
    const { items } = await this.#now<{ items: readonly Item[] }>(path);
    return items;
  }

  item(id: string): Promise<Item> {
    return this.#now<Item>(`/items/${id}`);
  }

  /** What stands there once everything that was said, by whomever, is in it. */
  async #now<Body>(path: string): Promise<Body> {
    const { head } = await this.call<{ head: number }>('GET /events?limit=1');
    return this.call<Body>(`GET ${path}`, undefined, { 'tutti-position': String(head) });
  }

  /** Labels an item as somebody who has just looked at it. */
  async label(id: string, label: unknown): Promise<void> {
    const { version } = await this.item(id);
    await this.call(`PUT /items/${id}/label`, { label }, { 'if-match': `"${version}"` });
  }
}

export const pictureSize = { width: 640, height: 480 };

export const pictureOf = (number: number): Promise<Uint8Array> =>
  sharp({
    create: {
      ...pictureSize,
      channels: 3,
      background: { r: (number * 37) % 256, g: (number * 11) % 256, b: number % 256 },
    },
  })
    .png()
    .toBuffer();

/** A person at the labelling page. */
export const openLabeller = async (
  browser: Browser,
  { url, path, name, password }: Readonly<Record<'url' | 'path' | 'name' | 'password', string>>,
  screen?: Screen,
): Promise<Page> => {
  const page = await openPage(browser, url, screen);
  await page.goto(path);
  await signIn(page, name, password);
  await shownItem(page);
  return page;
};

/** The item whose picture stands on the stage, once it can be seen; another one than `before`. */
export const shownItem = async (page: Page, before = ''): Promise<string> => {
  const handle = await page.waitForFunction((not) => {
    const shown = document.querySelector<HTMLElement>('[data-stage]')?.dataset['shown'];
    return shown !== undefined && shown !== not && shown;
  }, before);
  return String(await handle.jsonValue());
};

/** Begins to note, in the page, how long it takes from each key to the next picture; answers with what was noted. */
export const stopwatch = async (page: Page): Promise<() => Promise<readonly number[]>> => {
  await page.evaluate(() => {
    const waits: number[] = [];
    let pressed = 0;
    document.addEventListener('keydown', ({ timeStamp }) => (pressed = timeStamp), { capture: true });
    const seen = new MutationObserver(() => {
      const shown = document.querySelector<HTMLElement>('[data-stage]')?.dataset['shown'];
      if (shown !== undefined && pressed > 0) {
        const since = pressed;
        pressed = 0;
        // It is on the screen when the frame after this one begins.
        requestAnimationFrame(() => waits.push(performance.now() - since));
      }
    });
    seen.observe(document.body, { subtree: true, attributes: true, attributeFilter: ['data-shown'] });
    Object.assign(window, { waits });
  });
  return async () => {
    const waits = await page.evaluate(() => (window as unknown as { waits: number[] }).waits);
    return waits.toSorted((a, b) => a - b);
  };
};

/** Where a point of the picture is on the screen, by how the picture lies there. */
export const onScreen = async (page: Page, x: number, y: number): Promise<readonly [number, number]> => {
  const { left, top, width } = await page.locator('img.lb-picture').evaluate((image) => {
    const box = image.getBoundingClientRect();
    return { left: box.left, top: box.top, width: box.width };
  });
  const scale = width / pictureSize.width;
  return [left + x * scale, top + y * scale];
};

/** Drags from one point of the picture to another. */
export const dragOn = async (
  page: Page,
  from: readonly [number, number],
  to: readonly [number, number],
): Promise<void> => {
  const [start, end] = [await onScreen(page, ...from), await onScreen(page, ...to)];
  await page.mouse.move(...start);
  await page.mouse.down();
  await page.mouse.move((start[0] + end[0]) / 2, (start[1] + end[1]) / 2);
  await page.mouse.move(...end);
  await page.mouse.up();
};

/** All that was said is with the server. */
export const allSaved = (page: Page): Promise<void> =>
  page.locator('[data-saving="saved"]').waitFor({ timeout: 120_000 });
