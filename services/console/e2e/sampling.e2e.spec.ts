import { startSystem, type System } from '@tutti/testing';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { faultsOf, isTooWide } from './accessibility';
import { complaintsOf, openBrowser, openPage } from './browser';
import { chooseOwnPassword, signIn } from './signing-in';

const waitsLong = { timeout: 30_000 };

let system: System;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  [system, browser] = await Promise.all([startSystem(), openBrowser()]);
  page = await openPage(browser, system.url);
  await page.goto('/edges');
  await signIn(page, 'admin', system.firstPassword);
  await chooseOwnPassword(page, system.firstPassword, 'staple-horse-battery');
  const badge = page.locator('[data-badge="inferencing"]').first();
  await badge.waitFor(waitsLong);
  await page.getByRole('main').locator('a[href^="/edges/"]').first().click();
});

afterAll(async () => {
  expect(complaintsOf(page)).toEqual([]);
  await browser.close();
  await system.dispose();
});

it('which pictures an edge sends and when it warns is set on its page, which says what the edge makes of it', async () => {
  const card = page.getByRole('region', { name: 'Pictures and warnings' });
  await card.getByText("The device's own").waitFor(waitsLong);
  await card.getByText('No warnings').waitFor();
  await card.getByRole('button', { name: 'Change what is kept and warned of' }).click();
  const form = page.getByRole('dialog');
  await form.getByLabel('Warn of results with a score below, %').fill('100');
  await form.getByLabel('Leave the choice of pictures to the device').uncheck();
  await form.getByLabel('Keep pictures with a score below, %').fill('90');
  await form.getByLabel('Keep this share of all at random, %').fill('20');
  await form.getByLabel('Pictures per day (UTC) at most').fill('3');
  expect(await faultsOf(page)).toEqual([]);
  await form.getByRole('button', { name: 'Save' }).click();
  await form.waitFor({ state: 'hidden' });
  await card.getByText('Those set here').waitFor(waitsLong);
  await card.getByText('score below 90% · 20% at random').waitFor();
  await card.getByText(/^3 \(/).first().waitFor(waitsLong);
  await card.getByText('100%', { exact: true }).waitFor();
  await page.getByText('Warnings', { exact: true }).click();
  await page.getByRole('img', { name: 'Below the warning score' }).first().waitFor(waitsLong);
  expect(await faultsOf(page)).toEqual([]);
  expect(await isTooWide(page)).toBe(false);
});
