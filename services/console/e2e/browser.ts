import { chromium, type Browser, type Page } from 'playwright-core';
import { chromiumPath } from './config';

const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const openBrowser = (): Promise<Browser> => chromium.launch({ executablePath: chromiumPath(), args });

export interface Screen {
  readonly width: number;
  readonly height: number;
  readonly scheme: 'light' | 'dark';
}

export const laptop: Screen = { width: 1440, height: 900, scheme: 'light' };
export const phoneByNight: Screen = { width: 390, height: 844, scheme: 'dark' };

/** What the browser complained of, apart from refusals that a test provokes. */
const complaints = new WeakMap<Page, string[]>();

/** A page of its own session, which remembers script errors and breaches of the content security policy. */
export const openPage = async (browser: Browser, baseURL: string, screen = laptop): Promise<Page> => {
  const { width, height, scheme } = screen;
  const context = await browser.newContext({ baseURL, viewport: { width, height }, colorScheme: scheme });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  const heard: string[] = [];
  complaints.set(page, heard);
  page.on('pageerror', (error) => heard.push(error.message));
  page.on('console', (message) => {
    const text = message.text();
    if (message.type() === 'error' && !/^Failed to load resource|net::ERR_/.test(text)) heard.push(text);
  });
  return page;
};

export const complaintsOf = (page: Page): readonly string[] => complaints.get(page) ?? [];
