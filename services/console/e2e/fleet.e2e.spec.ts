import { SimulatedDevice, startSystem, type System } from '@tutti/testing';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faultsOf, isTooWide } from './accessibility';
import { complaintsOf, laptop, openBrowser, openPage, phoneByNight } from './browser';
import { signIn } from './signing-in';

const password = 'staple-horse-battery';
const hour = 3_600_000;
const day = 24 * hour;

let system: System;
let browser: Browser;
let page: Page;
let camera: SimulatedDevice;
let door: SimulatedDevice;

const api = (path: string, init: Parameters<Page['request']['fetch']>[1] = {}) =>
  page.request.fetch(`/api/v1${path}`, {
    ...init,
    headers: { 'x-requested-with': 'tutti', ...init.headers },
  });

const joined = async (serial: string): Promise<SimulatedDevice> => {
  const data = { ttlSeconds: 3600, maxUses: 1, autoAccept: true };
  const issued = (await (await api('/enrolment-tokens', { method: 'POST', data })).json()) as {
    token: string;
  };
  const device = new SimulatedDevice({ url: system.url, serial });
  await device.ask({ token: issued.token });
  return device;
};

const moveTo = async ({ id = '' }: SimulatedDevice, site: string): Promise<void> => {
  const etag = (await api(`/devices/${id}`)).headers()['etag'] ?? '';
  await api(`/devices/${id}`, { method: 'PATCH', data: { site }, headers: { 'if-match': etag } });
};

/** Twenty days of a device that was switched off for three of them. No heartbeat: nothing else happens to it. */
const past = async (device: SimulatedDevice): Promise<void> => {
  const connection = await device.connect();
  const hours = Array.from({ length: 20 * 24 }, (_, back) => back).filter((back) => back < 96 || back > 168);
  const at = (back: number, minute: number): string =>
    new Date(Date.now() - back * hour - minute * 60_000).toISOString();
  for (let from = 0; from < hours.length; from += 40) {
    const some = hours.slice(from, from + 40);
    const vitals = some.flatMap((back) =>
      [1, 21, 41].map((minute) =>
        device.vitals({ at: at(back, minute), cpu: 0.4 + 0.3 * Math.sin(back / 4) + minute / 400 }),
      ),
    );
    const results = some.flatMap((back) =>
      [2, 12, 22, 32, 52].map((minute) =>
        device.inference({
          at: at(back, minute),
          latencyMs: 3 + (minute % 7),
          score: 0.6 + (minute % 9) / 25,
        }),
      ),
    );
    await device.publish(connection, 'vitals', vitals);
    await device.publish(connection, 'inference', results);
  }
  await connection.close();
};

beforeAll(async () => {
  [system, browser] = await Promise.all([
    startSystem({ args: ['--no-agent'], env: { TUTTI_ADMIN_PASSWORD: password } }),
    openBrowser(),
  ]);
  page = await openPage(browser, system.url);
  page.context().setDefaultTimeout(40_000);
  await page.goto('/edges');
  await signIn(page, 'admin', password);
  await page.getByRole('heading', { level: 1, name: 'Edges' }).waitFor();
  camera = await joined('camera-1');
  door = await joined('door-1');
  await moveTo(camera, 'Seoul');
  await past(camera);
});

afterAll(async () => {
  await browser.close();
  await system.dispose();
});

const edge = (rest = ''): string => `/edges/${camera.id ?? ''}${rest}`;
const button = (name: string) => page.getByRole('button', { name, exact: true });
const cpu = () => page.getByRole('img', { name: /^Processor: now/ });
const span = () => page.locator('.chart-span');

describe('charts', () => {
  it('reach back over weeks, with a gap where there is one', async () => {
    await page.goto(edge('/vitals'));
    await page.getByText('30 d', { exact: true }).click();
    await cpu().waitFor();
    const table = page.locator('figure', { has: cpu() }).locator('details');
    await table.locator('summary').click();
    const rows = (): Promise<number> => table.locator('tbody tr').count();
    await expect.poll(rows).toBeGreaterThan(60);
    expect(await rows()).toBeLessThan(20 * 6 - 10);
    await table.locator('summary').click();
  });

  it('are zoomed and moved by mouse', async () => {
    const box = await cpu().boundingBox();
    if (!box) throw new Error('The chart has no place.');
    await page.mouse.move(box.x + box.width * 0.5, box.y + 60);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.7, box.y + 60, { steps: 5 });
    await page.mouse.up();
    await expect.poll(() => span().getAttribute('data-live')).toBe('false');
    const zoomed = await span().innerText();
    expect(zoomed).toMatch(/\w+ \d+.* – \w+ \d+/);
    await button('Earlier').click();
    await expect.poll(() => span().innerText()).not.toBe(zoomed);
    await button('Back to now').click();
    await expect.poll(() => span().getAttribute('data-live')).toBe('true');
  });

  it('and by keyboard', async () => {
    await button('Earlier').focus();
    await page.keyboard.press('ArrowLeft');
    await expect.poll(() => span().getAttribute('data-live')).toBe('false');
    await page.keyboard.press('-');
    await page.keyboard.press('0');
    await expect.poll(() => span().getAttribute('data-live')).toBe('true');
  });

  it('show any stretch by the clock of the viewer', async () => {
    await button('From … to …').click();
    const local = (ms: number): string => {
      const at = new Date(ms - new Date(ms).getTimezoneOffset() * 60_000);
      return at.toISOString().slice(0, 16);
    };
    await page.getByLabel('From', { exact: true }).fill(local(Date.now() - 6 * day));
    await page.getByLabel('To', { exact: true }).fill(local(Date.now() - 5 * day));
    await button('Show').click();
    await page.getByText('No vitals in this time').waitFor();
    await button('Back to now').click();
  });

  it('go on while results arrive', async () => {
    await page.goto(edge());
    await page.getByText('1 h', { exact: true }).click();
    const total = async (): Promise<number> =>
      Number(
        /(\d+) in all/.exec(
          (await page.getByRole('img', { name: /in all/ }).getAttribute('aria-label')) ?? '',
        )?.[1],
      );
    await expect.poll(total).toBeGreaterThan(0);
    const before = await total();
    const connection = await camera.connect();
    await camera.publish(connection, 'inference', [camera.inference(), camera.inference()]);
    await connection.close();
    await expect.poll(total).toBeGreaterThanOrEqual(before + 2);
    await page.goto('/');
    await page.getByText('7 d', { exact: true }).click();
    await expect.poll(total).toBeGreaterThan(400);
  });
});

describe('time travel', () => {
  it('shows a device as it was, step by step, with nothing to press', async () => {
    await moveTo(camera, 'Busan');
    await moveTo(camera, 'Seoul');
    await page.goto(edge());
    await page.locator('.facts').getByText('Seoul').waitFor();
    await button('See the device as it was').click();
    await page.locator('[data-past]').getByText('Device described').waitFor();
    await button('Earlier event').click();
    await page.locator('.facts').getByText('Busan').waitFor();
    expect(await button('Actions').isDisabled()).toBe(true);
    expect(await button('Describe the device').count()).toBe(0);
    expect(await page.getByRole('tab').allInnerTexts()).toEqual(['Results', 'Vitals', 'Failures', 'History']);
    await page.locator('.axes').getByRole('link', { name: 'digits 1' }).waitFor();
    expect(new URL(page.url()).searchParams.get('asOf')).toMatch(/^\d+$/);
  });

  it('by a link that can be shared, and back', async () => {
    await page.reload();
    await page.locator('.facts').getByText('Busan').waitFor();
    await page.getByRole('tab', { name: 'History' }).click();
    await page.locator('[data-past]').waitFor();
    await page.getByText('1 event came later.').waitFor();
    const past = Number(new URL(page.url()).searchParams.get('asOf'));
    const positions = await page
      .locator('.event-row')
      .evaluateAll((rows) => rows.map((row) => Number(row.getAttribute('data-position'))));
    expect(positions.length).toBeGreaterThan(3);
    expect(Math.max(...positions)).toBe(past);
    await page.locator('[data-event$="DeviceRegistered"]').getByRole('button').click();
    await page.getByRole('link', { name: 'See the device as it was then' }).click();
    await expect.poll(() => page.locator('.facts').getByText('Busan').count()).toBe(0);
    await page.getByRole('link', { name: 'Back to now' }).click();
    await page.locator('.facts').getByText('Seoul').waitFor();
    expect(await page.locator('[data-past]').count()).toBe(0);
  });

  it('says when there was no such device, or no such time', async () => {
    for (const asOf of ['1', '2020-01-01T00:00:00Z']) {
      await page.goto(edge(`?asOf=${asOf}`));
      await page.getByText('This device was not known then').waitFor();
    }
    await page.goto(edge('?asOf=999999'));
    await page.getByText('That is still to come').waitFor();
    expect(await page.locator('[data-past]').count()).toBe(0);
    await page.goto(edge('?asOf=yesterday'));
    await page.getByText('neither a time nor a position').waitFor();
    await page.getByRole('link', { name: 'Back to now' }).click();
    await page.getByRole('tab', { name: 'Results' }).waitFor();
  });
});

const filterBox = () => page.getByRole('search').getByRole('combobox', { name: 'Filter' });
const condition = (index: number) => page.getByRole('group', { name: 'Condition' }).nth(index);
const chip = (name: string) => page.locator(`[data-group="${name}"]`);

describe('filters and groups', () => {
  it('are built by choosing or typed: both say the same', async () => {
    await page.goto('/edges');
    await button('Build the filter').click();
    await button('Add a condition').click();
    await condition(0).getByLabel('Field').selectOption('site');
    await condition(0).getByLabel('Value').fill('Seoul');
    await expect.poll(() => filterBox().inputValue()).toBe('site==Seoul');
    await button('Add a condition').click();
    await condition(1).getByLabel('Field').selectOption('lifecycle');
    await condition(1).getByLabel('Value').selectOption('registered');
    await expect.poll(() => filterBox().inputValue()).toBe('site==Seoul;lifecycle==registered');
    await filterBox().fill('site==Busan');
    await filterBox().press('Enter');
    await expect.poll(() => page.getByRole('group', { name: 'Condition' }).count()).toBe(1);
    expect(await condition(0).getByLabel('Value').inputValue()).toBe('Busan');
    await filterBox().fill('site==Busan,site==Seoul');
    await filterBox().press('Enter');
    await page.getByText('more than the builder can show').waitFor();
    await button('Build the filter').click();
  });

  it('are completed by keyboard', async () => {
    const marked = page.locator('[role="option"][data-combobox-selected]');
    const complete = async (wanted: RegExp): Promise<void> => {
      const reached = async (): Promise<boolean> => {
        if ((await marked.filter({ hasText: wanted }).count()) === 1) return true;
        await filterBox().press('ArrowDown');
        return false;
      };
      await expect.poll(reached, { interval: 100 }).toBe(true);
      await filterBox().press('Enter');
    };
    await filterBox().fill('life');
    for (const wanted of [/lifecycle/, /==/, /registered/]) await complete(wanted);
    await expect.poll(() => filterBox().inputValue()).toBe('lifecycle==registered');
    await filterBox().press('Enter');
    const row = page.getByRole('row', { name: /camera-1/ });
    await row.waitFor();
    // Nobody named it: its serial number stands there once.
    expect(await row.getByText('camera-1').count()).toBe(1);
  });

  it('show the character that is wrong, and what would be right', async () => {
    await filterBox().fill('site==Seoul;lifecycle==registred');
    await filterBox().press('Enter');
    await page.locator('#filter-fault').getByText('is none of requested, registered').waitFor();
    expect(await page.locator('#filter-fault').getAttribute('data-at')).toBe('23');
    expect(await button('Save as a group').count()).toBe(0);
    await filterBox().fill('site==Seoul;;');
    await filterBox().press('Enter');
    await page.locator('#filter-fault[data-at="12"]').waitFor();
    expect(await button('Save as a group').count()).toBe(0);
  });

  it('are saved as a group, whose members are counted live', async () => {
    await filterBox().fill('site==Seoul');
    await filterBox().press('Enter');
    await button('Save as a group').click();
    await page.getByRole('dialog').getByLabel('Name').fill('In Seoul');
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await chip('In Seoul').locator('.chip-count', { hasText: '1' }).waitFor();
    await expect.poll(() => filterBox().inputValue()).toBe('group=="In Seoul"');
    await page.getByRole('row', { name: /camera-1/ }).waitFor();
    await moveTo(door, 'Seoul');
    await chip('In Seoul').locator('.chip-count', { hasText: '2' }).waitFor();
    await page.getByRole('row', { name: /door-1/ }).waitFor();
  });

  it('are changed and deleted; a group in a group is refused where it stands', async () => {
    await button('Change the group').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Filter').fill('site==Seoul;group==other');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText('may not name groups').waitFor();
    expect(await dialog.locator('#filter-fault').getAttribute('data-at')).toBe('12');
    await dialog.getByLabel('Filter').fill('serial==door*');
    await dialog.getByLabel('Name').fill('Doors');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await chip('Doors').locator('.chip-count', { hasText: '1' }).waitFor();
    await button('Delete the group').click();
    await dialog.getByRole('button', { name: 'Delete the group' }).click();
    await expect.poll(() => chip('Doors').count()).toBe(0);
    await page.getByRole('row', { name: /camera-1/ }).waitFor();
  });
});

describe.each([laptop, phoneByNight])('at $width px, $scheme', (screen) => {
  it.each(['/edges?q=group==Hall', 'EDGE/vitals', 'EDGE?asOf=NOW', '/'])(
    '%s is accessible and fits',
    async (path) => {
      const looked = await openPage(browser, system.url, screen);
      await api('/device-groups', { method: 'POST', data: { name: 'Hall', filter: 'site==Seoul' } });
      await looked.goto('/');
      await signIn(looked, 'admin', password);
      await looked.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
      await looked.goto(path.replace('EDGE', edge()).replace('NOW', new Date().toISOString()));
      await looked.getByRole('heading', { level: 1 }).waitFor();
      if (path.startsWith('/edges?')) await looked.getByRole('button', { name: 'Build the filter' }).click();
      await looked.waitForLoadState('load');
      expect(await faultsOf(looked)).toEqual([]);
      expect(await isTooWide(looked)).toBe(false);
      await looked.context().close();
    },
  );
});

describe('on a phone', () => {
  let phone: Page;
  beforeAll(async () => {
    const long = { name: 'All cameras of the north side of hall 3', filter: 'serial==camera*' };
    await api('/device-groups', { method: 'POST', data: { name: 'Hall', filter: 'site==Seoul' } });
    await api('/device-groups', { method: 'POST', data: long });
    phone = await openPage(browser, system.url, phoneByNight);
    await phone.goto('/');
    await signIn(phone, 'admin', password);
    await phone.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
  });
  afterAll(() => phone.context().close());

  const boxOf = async (of: Locator): Promise<{ x: number; y: number; width: number; height: number }> => {
    const box = await of.boundingBox();
    if (!box) throw new Error('It has no place.');
    return box;
  };

  it('a condition can be removed beside its field, and nothing of its value is cut', async () => {
    await phone.goto('/edges?q=tags.line==4;lastSeenAt=lt=2026-01-01T00:00:00Z');
    await phone.getByRole('button', { name: 'Build the filter' }).click();
    const rows = phone.getByRole('group', { name: 'Condition' });
    await expect.poll(() => rows.count()).toBe(2);
    for (const row of await rows.all()) {
      const field = await boxOf(row.getByLabel('Field'));
      const remove = await boxOf(row.getByRole('button', { name: 'Remove the condition' }));
      expect(Math.abs(field.y + field.height / 2 - remove.y - remove.height / 2)).toBeLessThan(8);
      expect(remove.x).toBeGreaterThanOrEqual(field.x + field.width);
    }
    const time = rows.nth(1).getByLabel('Value');
    expect((await boxOf(time)).width).toBeGreaterThan(240);
    const chips = await boxOf(phone.locator('.group-chips .chips'));
    expect(chips.width).toBeGreaterThan(300);
  });

  it('the bar of the past keeps its mark, and what was known stands in pairs', async () => {
    await phone.goto(edge(`?asOf=${new Date().toISOString()}`));
    const bar = phone.locator('[data-past]');
    expect((await boxOf(bar.locator('svg').first())).width).toBe(20);
    await expect.poll(() => phone.locator('.axes > div').count()).toBe(4);
    const axes = await Promise.all((await phone.locator('.axes > div').all()).map(boxOf));
    expect(axes[2]?.y).toBe(axes[3]?.y);
  });
});

it('breaks no rule of the browser on the way', () => {
  expect(complaintsOf(page)).toEqual([]);
});
