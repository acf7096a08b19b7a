import { startSystem, type System } from '@tutti/testing';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { en } from '../src/i18n/en';
import { ko } from '../src/i18n/ko';
import { faultsOf, isTooWide } from './accessibility';
import { complaintsOf, laptop, openBrowser, openPage, phoneByNight } from './browser';
import { keyboardFaults } from './keyboard';
import { signIn } from './signing-in';

const password = 'staple-horse-battery';
const paths = [
  '/',
  '/edges',
  'EDGE',
  'EDGE/vitals',
  'EDGE/history',
  '/requests',
  '/tokens',
  '/events',
  '/users',
];

let system: System;
let browser: Browser;
let edge = '';

beforeAll(async () => {
  const env = { TUTTI_ADMIN_PASSWORD: password };
  [system, browser] = await Promise.all([startSystem({ env }), openBrowser()]);
});

afterAll(async () => {
  await browser.close();
  await system.dispose();
});

const firstDevice = async (page: Page): Promise<string> => {
  const answer = await page.request.get('/api/v1/devices?pageSize=1');
  const { items } = (await answer.json()) as { items: readonly { id: string }[] };
  return items[0]?.id ?? '';
};

const go = async (page: Page, path: string): Promise<void> => {
  edge ||= await firstDevice(page);
  await page.goto(path.replace('EDGE', `/edges/${edge}`));
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.waitForLoadState('load');
};

describe('by keyboard alone', () => {
  let page: Page;
  beforeAll(async () => {
    page = await openPage(browser, system.url);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.goto('/');
  });
  afterAll(() => page.context().close());

  it('a person signs in', async () => {
    await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
    await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('INPUT');
    await page.keyboard.type('admin');
    await page.keyboard.press('Tab');
    await page.keyboard.type(password);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
  });

  it.each(paths)('everything on %s is reached, and one sees where one is', async (path) => {
    await go(page, path);
    expect(await keyboardFaults(page)).toEqual([]);
  });

  it('skips the menu', async () => {
    await go(page, '/edges');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('MAIN');
  });

  it('opens a menu and a dialog, is kept inside, and comes back to where it was', async () => {
    await go(page, 'EDGE');
    const opener = page.getByRole('button', { name: 'Actions' });
    await opener.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem').first().waitFor();
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.getAttribute('role')))
      .toBe('menuitem');
    await page.getByRole('menuitem', { name: 'Suspend' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    for (let step = 0; step < 12; step++) {
      await page.keyboard.press('Tab');
      const inside = await page.evaluate(
        () => document.activeElement?.closest('[role="dialog"], [data-focus-guard]') !== null,
      );
      expect(inside).toBe(true);
    }
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await expect.poll(() => opener.evaluate((button) => button === document.activeElement)).toBe(true);
  });
});

const screens = [laptop, phoneByNight];
const looks = Object.entries({ en, ko }).flatMap(([language, texts]) =>
  screens.map((screen) => ({ language, texts, screen, ...screen })),
);

describe.each(looks)('in $language at $width px, $scheme', ({ language, texts, screen }) => {
  let page: Page;
  beforeAll(async () => {
    page = await openPage(browser, system.url, screen);
    await page.addInitScript((one) => localStorage.setItem('tutti.language', one), language);
    await page.goto('/');
    await page.getByRole('textbox', { name: texts.signIn.name }).fill('admin');
    await page.getByLabel(texts.signIn.password, { exact: true }).fill(password);
    await page.getByRole('button', { name: texts.signIn.submit }).click();
    await page.getByRole('heading', { level: 1, name: texts.overview.title }).waitFor();
  });
  afterAll(() => page.context().close());

  it.each([...paths, 'EDGE/failures', '/system', '/nowhere'])(
    '%s is accessible, fits and speaks the language',
    async (path) => {
      await go(page, path);
      expect(await page.evaluate(() => document.documentElement.lang)).toBe(language);
      expect(await faultsOf(page)).toEqual([]);
      expect(await isTooWide(page)).toBe(false);
      expect(complaintsOf(page)).toEqual([]);
    },
  );

  it('says in the language what the server refuses', async () => {
    await go(page, '/edges/nowhere');
    await page.getByText(texts.edge.notFound).first().waitFor();
  });
});

describe('the choice of a language', () => {
  it('is made in the account menu, holds at once and is remembered', async () => {
    const page = await openPage(browser, system.url);
    await page.goto('/');
    await signIn(page, 'admin', password);
    await page.getByRole('button', { name: /admin/ }).click();
    await page.getByRole('menuitemradio', { name: '한국어' }).click();
    await page.getByRole('heading', { level: 1, name: ko.overview.title }).waitFor();
    await page.reload();
    await page.getByRole('heading', { level: 1, name: ko.overview.title }).waitFor();
    await page.context().close();
  });
});
