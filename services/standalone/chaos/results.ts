import { setTimeout as delay } from 'node:timers/promises';
import type { Caller } from './calls';
import type { Reporter } from './telemetry';

interface Page {
  readonly items: readonly { readonly id: string }[];
  readonly nextPageToken?: string | null;
}

/** Ids of all results: `<device>.<journal>.<number>`. */
const allResults = async (caller: Caller): Promise<readonly string[]> => {
  const ids: string[] = [];
  for (let token = ''; ;) {
    const path = `inferences?pageSize=500${token === '' ? '' : `&pageToken=${encodeURIComponent(token)}`}`;
    const answer = await caller.insist({ method: 'GET', path }, AbortSignal.timeout(30_000));
    if (answer.kind !== 'done') throw new Error(`results cannot be listed: ${JSON.stringify(answer)}`);
    const page = answer.body as Page;
    ids.push(...page.items.map(({ id }) => id));
    if (!page.nextPageToken) return ids;
    token = page.nextPageToken;
  }
};

const missingOf = (reporters: readonly Reporter[], ids: ReadonlySet<string>): string[] =>
  reporters.flatMap(({ device, results }) => {
    const lost = results.filter((seq) => !ids.has(`${device.id}.${device.journal}.${seq}`));
    return lost.length === 0
      ? []
      : [`results of ${device.serial}: ${lost.length} lost, the first is ${lost[0]}`];
  });

/** Within the journal of a real agent no number may be missing between the first and the last. */
const gapsOf = (ids: readonly string[], simulated: ReadonlySet<string>): string[] => {
  const journals = new Map<string, number[]>();
  for (const id of ids) {
    const [device = '', journal = '', number = ''] = id.split('.');
    if (simulated.has(device)) continue;
    journals.set(journal, [...(journals.get(journal) ?? []), Number(number)]);
  }
  return [...journals].flatMap(([journal, numbers]) => {
    const missing = Math.max(...numbers) - Math.min(...numbers) + 1 - numbers.length;
    return missing === 0 ? [] : [`journal ${journal} of an agent: ${missing} results are missing`];
  });
};

/** Every result that a device was told is stored is there, once. What is on its way is waited for. */
export const resultsProof = async (
  caller: Caller,
  reporters: readonly Reporter[],
  gone: Reporter,
): Promise<{ readonly faults: string[]; readonly count: number }> => {
  const staying = reporters.filter((reporter) => reporter !== gone);
  const simulated = new Set(reporters.map(({ device }) => device.id ?? ''));
  const deadline = performance.now() + 45_000;
  for (;;) {
    const ids = await allResults(caller);
    const twice = ids.length - new Set(ids).size;
    const faults = [
      ...missingOf(staying, new Set(ids)),
      ...gapsOf(ids, simulated),
      ...(twice === 0 ? [] : [`${twice} results are there twice`]),
    ];
    if (faults.length === 0 || performance.now() > deadline) return { faults, count: ids.length };
    await delay(500);
  }
};
