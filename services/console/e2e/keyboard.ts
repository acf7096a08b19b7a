import type { Page } from 'playwright-core';

/** What a mouse could use; arrow keys, not Tab, lead to the rest of a group and change a number. */
const usable =
  'a[href], button, input, select, textarea, summary, [role="button"], [role="tab"], [role="switch"], [tabindex="0"]';
const byArrows =
  '[role="tab"][tabindex="-1"], [role^="menuitem"], input[type="radio"]:not(:checked), button[aria-hidden="true"][tabindex="-1"]';

/** Runs in the page: numbers its usable elements, and can tell how one looks together with what marks it. */
const install = (page: Page): Promise<readonly string[]> =>
  page.evaluate(
    ([selector, others]) => {
      const nameOf = (element: Element): string =>
        `${element.tagName.toLowerCase()} “${element.getAttribute('aria-label') ?? element.textContent.trim().slice(0, 40)}”`;
      const isShown = (element: Element): boolean => {
        const { width, height } = element.getBoundingClientRect();
        return width > 0 && height > 0 && getComputedStyle(element).visibility === 'visible';
      };
      const labelOf = (element: Element): Element | undefined =>
        element instanceof HTMLInputElement ? element.labels?.[0] : undefined;
      // The mark of a hidden native control is on its label or beside it; of an input among chips, on the frame of all.
      const look = (element: Element): string => {
        const label = labelOf(element);
        const frame = element.parentElement?.closest('[class*="Input-input"]');
        return [element, element.nextElementSibling, element.parentElement, label, frame]
          .filter((each) => each instanceof Element)
          .map((each) => getComputedStyle(each))
          .map(({ outline, borderColor, boxShadow, backgroundColor }) =>
            [outline, borderColor, boxShadow, backgroundColor].join(),
          )
          .join(';');
      };
      // Tab goes on from what had the focus last, even when it has it no more: begin before everything.
      document.body.tabIndex = -1;
      document.body.focus();
      document.body.removeAttribute('tabindex');
      const all = [...document.querySelectorAll(selector)].filter(
        (element) => !element.matches(`:disabled, ${others}`) && isShown(element),
      );
      const looks = new Map(all.map((element) => [element, look(element)]));
      Object.assign(window, {
        // Of a live list the oldest go while one walks.
        stopsLeft: () => all.flatMap((element, index) => (element.isConnected ? [index] : [])),
        focusedStop: () => {
          const element = document.activeElement;
          if (!element || element === document.body) return undefined;
          const before = looks.get(element);
          const marked = before === undefined || look(element) !== before;
          const shown = [element, labelOf(element)].some((each) => each !== undefined && isShown(each));
          return { index: all.indexOf(element), name: nameOf(element), seen: shown && marked };
        },
      });
      return all.map(nameOf);
    },
    [usable, byArrows] as const,
  );

interface Stop {
  readonly index: number;
  readonly name: string;
  readonly seen: boolean;
}

const focused = (page: Page): Promise<Stop | undefined> =>
  page.evaluate(async () => {
    // Styles follow a frame later, even where motion is reduced.
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    return (window as unknown as { focusedStop: () => Stop | undefined }).focusedStop();
  });

const mostStops = 400;

/** Walks through the page by Tab alone; answers with what it could not reach, and where one cannot see the focus. */
export const keyboardFaults = async (page: Page): Promise<readonly string[]> => {
  const wanted = await install(page);
  const reached = new Set<number>();
  const faults: string[] = [];
  for (let step = 0; step < mostStops; step++) {
    await page.keyboard.press('Tab');
    const stop = await focused(page);
    if (!stop || reached.has(stop.index)) break;
    if (stop.index >= 0) reached.add(stop.index);
    if (!stop.seen) faults.push(`the focus cannot be seen: ${stop.name}`);
  }
  const left = await page.evaluate(() =>
    (window as unknown as { stopsLeft: () => readonly number[] }).stopsLeft(),
  );
  const missed = left.filter((index) => !reached.has(index));
  return [...faults, ...missed.map((index) => `not reached by Tab: ${wanted[index] ?? ''}`)];
};
